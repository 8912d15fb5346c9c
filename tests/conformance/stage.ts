import {
  close,
  configure,
  type Application,
  type Clock,
  type DroverOptions,
  type QueueAdapter,
} from '@drover/core';
import { FakeAdapter, FakeClock } from '@drover/testing';
import { EVENT_NAMES } from '../../packages/core/src/events/channels';
import { uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';
import type { AdapterName, CaseOptions } from './case';
import { loggerFor } from './log-line';
import { TappedAdapter } from './tapped-adapter';
import { Trace } from './trace';
import { World } from './world';
import { JobBuffer } from './zoo/job-buffer';
import { SERIALIZERS } from './zoo/carried-values';
import { QUEUES, ZOO } from './zoo/zoo';

interface OpenParts {
  readonly adapter: QueueAdapter;
  readonly clock: Clock;
  readonly longestWait: number;
}

/** How a stage waits for jobs. */
interface Settling {
  /** For all to come to their ends. */
  readonly settle: (trace: Trace) => Promise<unknown>;
  /** For those that are due now. */
  readonly settleDue: (trace: Trace) => Promise<unknown>;
}

/** A store on which the cases run. */
abstract class Stage {
  abstract readonly name: AdapterName;
  readonly chance = { value: 1 };
  readonly ghosts: string[] = [];
  protected tap: TappedAdapter | undefined;
  protected app: Application | undefined;

  /** A world for one case. */
  abstract begin(options?: CaseOptions): Promise<World>;

  async close(): Promise<void> {
    await this.closeApplication();
  }

  protected async closeApplication(): Promise<void> {
    this.ghosts.push(...(this.tap?.ghosts ?? []));
    this.tap = undefined;
    await close();
  }

  /** Puts an application in place that works the queues of the zoo. */
  protected async open(parts: OpenParts, options: CaseOptions): Promise<void> {
    await this.closeApplication();
    const { adapter, clock, longestWait } = parts;
    const tap = new TappedAdapter(adapter, { now: () => clock.now(), longestWait });
    const reportError = ({ message }: Error) => void tap.trace.reported.push(message);
    const { plainLogger: _, ...own } = options;
    const logger = loggerFor(options, (line) => void tap.trace.lines.push(line));
    const app = configure({
      logLevel: 'info',
      ...own,
      adapter: tap,
      clock,
      reportError,
      logger,
      ...SHARED,
    });
    for (const name of EVENT_NAMES)
      app.events.on(name, (event) => void tap.trace.events.push({ name, ...event } as never));
    await app.work({ queues: QUEUES });
    this.tap = tap;
    this.app = app;
  }

  protected world(exactTime: boolean, { settle, settleDue }: Settling): World {
    const { app, tap, chance } = this;
    if (!app || !tap) throw new TypeError('Open an application first');
    JobBuffer.clear();
    chance.value = 1;
    tap.refuseNext(0);
    tap.interruptWhere(undefined);
    const trace = (tap.trace = new Trace());
    return new World({
      app,
      tap,
      chance,
      exactTime,
      settle: async () => void (await settle(trace)),
      settleDue: async () => void (await settleDue(trace)),
    });
  }
}

const SHARED: DroverOptions = { jobs: ZOO, serializers: SERIALIZERS };

/** The fake store under a fake clock: a new one for each case. */
export class FakeStage extends Stage {
  readonly name = 'test';

  async begin(options: CaseOptions = {}): Promise<World> {
    const clock = new FakeClock({ random: () => this.chance.value });
    const adapter = new FakeAdapter(clock);
    await this.open({ adapter, clock, longestWait: Infinity }, options);
    return this.world(true, {
      settle: () => adapter.drain(),
      settleDue: () => adapter.run({ recursive: false, until: clock.now() }),
    });
  }
}

/** A real store, opened once: the cases that configure nothing share one application on it. */
export class StoreStage extends Stage {
  #adapter: QueueAdapter | undefined;
  #options: string | undefined;

  constructor(
    readonly name: AdapterName,
    readonly store: () => string,
  ) {
    super();
  }

  async begin(options: CaseOptions = {}): Promise<World> {
    const wanted = JSON.stringify(options);
    if (this.#options !== wanted) {
      const clock: Clock = { now: () => Date.now(), random: () => this.chance.value };
      this.#adapter ??= this.#takeAdapter();
      await this.open({ adapter: this.#adapter, clock, longestWait: 10 }, options);
      this.#options = wanted;
    }
    const what = 'the jobs to come to their ends';
    return this.world(false, {
      settle: (trace) => waitFor(() => trace.settled, { what }),
      settleDue: (trace) => waitFor(() => trace.settledUpTo(Date.now()), { what }),
    });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#adapter?.close();
    this.#adapter = undefined;
    this.#options = undefined;
  }

  /** From an application that nobody uses: configuring opens nothing, closing it closes nothing. */
  #takeAdapter(): QueueAdapter {
    return configure({ store: this.store(), namespace: uniqueNamespace(), logLevel: 'silent' })
      .adapter;
  }
}

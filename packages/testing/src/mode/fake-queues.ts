import {
  buildApplication,
  generateKey,
  InvalidOptionsError,
  type Application,
  type Delivery,
  type DroverOptions,
  type Outcome,
} from '@drover/core';
import { RecordedJobs } from '../jobs/recorded-jobs';
import { performSelected } from '../performing/perform-selected';
import type { PerformOptions, PerformReport } from '../performing/perform-options';
import { FakeAdapter } from '../store/fake-adapter';
import { FakeClock, type FakeClockOptions } from '../store/fake-clock';
import { showRealDate } from '../time/shown-date';
import { enterMode, runInMode, type Mode } from './scope';

/**
 * - `fake`: jobs wait in memory until the test runs them
 * - `inline`: a job that is due runs during its enqueue, which rejects when it fails for good
 */
export type QueueMode = 'fake' | 'inline';

/** What `configure()` takes, but for the store and the clock, and the mode. */
export interface FakeQueuesOptions
  extends Omit<DroverOptions, 'store' | 'adapter' | 'clock'>, FakeClockOptions {
  /** Default 'fake'. */
  readonly mode?: QueueMode;
}

/** Symbol.dispose, also in a sandbox of Jest on a Node that lacks it there. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('Symbol.dispose') as never);

/** Queues in memory, in force until they are disposed of. */
export class FakeQueues implements Disposable {
  readonly clock: FakeClock;
  readonly adapter: FakeAdapter;
  readonly app: Application;
  readonly jobs: RecordedJobs;
  #end: (() => void) | undefined;

  /** @internal */
  constructor({ mode = 'fake', now = Date.now(), random, ...options }: FakeQueuesOptions = {}) {
    checkMode(mode);
    this.clock = new FakeClock({ now, ...(random && { random }) });
    this.adapter = new FakeAdapter(this.clock, { inline: mode === 'inline' });
    this.app = buildApplication({
      // Tests need no key of production's, and none of theirs can be read by another.
      encryption: { keys: [generateKey()] },
      ...options,
      ...{ adapter: this.adapter, clock: this.clock },
    });
    this.jobs = new RecordedJobs(this.app, this.adapter.journal);
    void this.adapter.consume([], (delivery) => this.perform(delivery));
  }

  /** Runs every job to its end: see {@link performEnqueuedJobs}, with `recursive`. */
  drain(options: PerformOptions = {}): Promise<PerformReport> {
    return this.performEnqueuedJobs({ recursive: true, ...options });
  }

  /** See the function of this name. */
  performEnqueuedJobs(options: PerformOptions = {}): Promise<PerformReport> {
    return performSelected(this, options);
  }

  /** One attempt, in this fake whatever else is in force. */
  async perform(delivery: Delivery): Promise<Outcome> {
    if (!this.app.registry.find(delivery.name)) await this.app.loadJobs();
    return this.run(() => this.app.executor.perform(delivery));
  }

  /** Runs `fn` in these queues: in its flow alone. */
  run<T>(fn: () => T): T {
    return runInMode(this.#mode, fn);
  }

  /** Forgets every job, lock and entry of the schedule. */
  clear(): void {
    this.adapter.clear();
  }

  /** Puts back what was in force before. Idempotent. */
  restore(): void {
    this.#end?.();
    this.#end = undefined;
    showRealDate(this.clock);
    void this.app.close();
  }

  [DISPOSE](): void {
    this.restore();
  }

  /** @internal */
  enter(flow: boolean): this {
    this.#end = enterMode(this.#mode, { flow });
    return this;
  }

  get #mode(): Mode {
    return { fake: this, app: this.app };
  }
}

/**
 * Puts fake queues in force: for this flow, and for every flow without fakes of its own, until they
 * are disposed of; or, with a function, only while it runs and only in its flow. They take what
 * `configure()` was told, but for the store and the clock, and open nothing.
 *
 * The clock stands still at the time of this call, or at `now`.
 *
 * @example
 * ```ts
 * using queues = fakeQueues();
 * await WelcomeJob.performLater('42');
 * expectEnqueued(WelcomeJob).with('42').once();
 * ```
 * @throws InvalidOptionsError
 */
export function fakeQueues(options?: FakeQueuesOptions): FakeQueues;
export function fakeQueues<T>(fn: (queues: FakeQueues) => T | Promise<T>): Promise<T>;
export function fakeQueues<T>(
  options: FakeQueuesOptions,
  fn: (queues: FakeQueues) => T | Promise<T>,
): Promise<T>;
export function fakeQueues<T>(
  first: FakeQueuesOptions | ((queues: FakeQueues) => T | Promise<T>) = {},
  second?: (queues: FakeQueues) => T | Promise<T>,
): FakeQueues | Promise<T> {
  const [options, fn] = typeof first === 'function' ? [{}, first] : [first, second];
  const queues = new FakeQueues(options);
  return fn ? whileItRuns(queues, fn) : queues.enter(true);
}

/** Where real queues are wanted in the midst of fakes: what `configure()` says is in force again. */
export function realQueues(): Disposable {
  const end = enterMode({ fake: undefined, app: undefined }, { flow: true });
  return { [DISPOSE]: end };
}

function checkMode(mode: QueueMode): void {
  if (['fake', 'inline'].includes(mode)) return;
  throw new InvalidOptionsError('fakeQueues() mode', "'fake' or 'inline'", mode);
}

async function whileItRuns<T>(
  queues: FakeQueues,
  fn: (queues: FakeQueues) => T | Promise<T>,
): Promise<T> {
  try {
    return await queues.run(() => fn(queues));
  } finally {
    queues.restore();
  }
}

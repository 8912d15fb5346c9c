import type { QueueAdapter } from '../adapters/queue-adapter';
import type { ScheduleStore } from '../adapters/schedule-store';
import type { EventBus } from '../events/event-bus';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Clock } from '../support/clock';
import type { Variables } from '../yaml/env-expression';
import { readDeclarations, type Declarations } from './read-declarations';
import { Scheduler } from './scheduler';
import { TickRunner } from './tick-runner';

export interface SchedulingParts {
  readonly adapter: QueueAdapter;
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
  readonly events: EventBus;
  readonly clock: Clock;
  /** The schedule file; undefined: the usual one. False: this process runs no schedule. */
  readonly file: string | false | undefined;
  /** What the file may ask for. */
  readonly variables: Variables;
}

/** The schedule as this process runs it, for as long as it has a worker that fetches. */
export class Scheduling {
  readonly #parts: SchedulingParts;
  #scheduler: Scheduler | undefined;
  #fingerprint: string | undefined;

  constructor(parts: SchedulingParts) {
    this.#parts = parts;
  }

  /** Of the declarations it runs by; undefined while it does not run. */
  get fingerprint(): string | undefined {
    return this.#fingerprint;
  }

  /**
   * What this process declares; undefined when it runs no schedule.
   *
   * @throws InvalidConfigFileError, ScheduleError, InvalidOptionsError, SerializationError
   */
  async read(): Promise<Declarations | undefined> {
    const { file, adapter } = this.#parts;
    if (file === false || !adapter.schedule) return undefined;
    return readDeclarations(file, this.#parts);
  }

  /** Idempotent while it runs. */
  async start(declarations: Declarations): Promise<void> {
    if (this.#scheduler) return;
    this.#fingerprint = declarations.fingerprint;
    this.#scheduler = await this.scheduler(declarations);
    await this.#scheduler.start();
  }

  async stop(): Promise<void> {
    const scheduler = this.#scheduler;
    this.#scheduler = undefined;
    this.#fingerprint = undefined;
    await scheduler?.stop();
  }

  /** A scheduler that has not begun: for whoever turns the clock by hand. */
  async scheduler(declarations: Declarations): Promise<Scheduler> {
    const { adapter } = this.#parts;
    const store = (await adapter.schedule?.()) as ScheduleStore;
    const isUnfinished = (id: string, queue: string) => this.#isUnfinished(id, queue);
    return new Scheduler({
      ...this.#parts,
      store,
      declarations,
      runner: new TickRunner({ ...this.#parts, store, isUnfinished }),
      processes: async () => (await adapter.processes?.().list()) ?? [],
    });
  }

  async #isUnfinished(id: string, queue: string): Promise<boolean> {
    const record = await this.#parts.adapter.jobs?.().find(id, [queue]);
    return record !== undefined && ['waiting', 'delayed', 'active'].includes(record.state);
  }
}

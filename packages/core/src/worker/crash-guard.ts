import type { EventBus } from '../events/event-bus';
import { toError } from '../support/thrown-value-error';
import type { RunningJobInfo } from './running-jobs';

/** The part of `process` that stray errors come from. */
export interface StrayErrorSource {
  on(
    event: 'unhandledRejection' | 'uncaughtException',
    listener: (reason: unknown) => void,
  ): unknown;
}

/** The part of a worker that hands back what runs. */
interface GuardedWorker {
  running(): readonly RunningJobInfo[];
  blame(error: Error): string | undefined;
  stop(options: { timeout: number; reason: string }): Promise<unknown>;
}

/**
 * Errors that nobody handles. The job that one came from fails, where that can be told. After a
 * rejection the process goes on: its other jobs are sound. An uncaught exception leaves it in an
 * unknown state: what else runs is handed back at once, and the process must end.
 */
export class CrashGuard {
  /** Resolves after the first uncaught exception. */
  readonly crashed: Promise<'uncaughtException'>;
  readonly #events: EventBus;
  #worker: GuardedWorker | undefined;
  #count = 0;
  #hasCrashed = false;

  constructor(source: StrayErrorSource, events: EventBus) {
    this.#events = events;
    source.on('unhandledRejection', (reason) => this.#announce('unhandledRejection', reason));
    this.crashed = new Promise((resolve) => {
      source.on('uncaughtException', (error) => {
        this.#hasCrashed = true;
        this.#announce('uncaughtException', error);
        void this.#worker?.stop({ timeout: 0, reason: 'uncaughtException' });
        resolve('uncaughtException');
      });
    });
  }

  get hasCrashed(): boolean {
    return this.#hasCrashed;
  }

  /** From now on a crash hands back what this worker runs. */
  attach(worker: GuardedWorker): void {
    this.#worker = worker;
  }

  #announce(origin: 'unhandledRejection' | 'uncaughtException', thrown: unknown): void {
    this.#count += 1;
    const error = toError(thrown);
    const running = this.#worker?.running() ?? [];
    const failed = this.#worker?.blame(error);
    const event = { error, origin, count: this.#count, running };
    this.#events.emit('strayError', failed === undefined ? event : { ...event, failed });
  }
}

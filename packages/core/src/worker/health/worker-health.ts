import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { Clock } from '../../support/clock';
import type { Worker } from '../worker';
import type { Readiness } from '../readiness';
import { Starvation, STARVING_AFTER } from './starvation';
import { StoreCheck } from './store-check';

/** The parts of a worker that tell whether it is ready. */
export type ProbedWorker = Pick<Worker, 'capsules' | 'running' | 'lastFetchAt' | 'isQuiet'>;

interface Attached {
  readonly worker: ProbedWorker;
  readonly store: StoreCheck;
  readonly starvation: Starvation;
}

/** Whether a worker process takes jobs, and why not. */
export class WorkerHealth {
  #attached: Attached | undefined;
  #ending = false;

  /** From now on the process is more than starting. */
  attach(worker: ProbedWorker, adapter: QueueAdapter, clock: Clock): void {
    this.#attached = {
      worker,
      store: new StoreCheck(adapter, clock),
      starvation: new Starvation(worker, adapter, clock),
    };
  }

  /** The process is about to end. */
  end(): void {
    this.#ending = true;
  }

  async look(): Promise<Readiness> {
    const why = await this.#whyNot();
    return why === undefined ? { ready: true } : { ready: false, why };
  }

  async #whyNot(): Promise<string | undefined> {
    if (this.#ending) return 'stopping';
    if (!this.#attached) return 'starting: no worker runs yet';
    const { worker, store, starvation } = this.#attached;
    if (worker.isQuiet) return 'quiet: no new jobs are fetched';
    if (!(await store.answers())) return 'the store does not answer';
    // A store that goes away in the middle is the next look's business.
    const queues = await starvation.queues().catch(() => []);
    return queues.length === 0
      ? undefined
      : `jobs wait on ${queues.join(', ')} and none was fetched for ${STARVING_AFTER / 1000} s`;
  }
}

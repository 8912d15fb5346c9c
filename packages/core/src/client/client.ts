import type { EnqueueReceipt, QueueAdapter, StoredJob } from '../adapters/queue-adapter';
import type { EventBus } from '../events/event-bus';
import { summarise } from '../events/summarise';
import type { PayloadGuard } from './payload-guard';

/** The enqueue side: guards the size, hands the job to the store, announces what came of it. */
export class Client {
  readonly #adapter: QueueAdapter;
  readonly #events: EventBus;
  readonly #guard: PayloadGuard;

  constructor(adapter: QueueAdapter, events: EventBus, guard: PayloadGuard) {
    this.#adapter = adapter;
    this.#events = events;
    this.#guard = guard;
  }

  /** @throws EnqueueError, PayloadTooLargeError */
  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    try {
      this.#guard.check(job.name, job.data.args);
      const receipt = await this.#adapter.enqueue(job);
      this.#announce(job, receipt);
      return receipt;
    } catch (error) {
      this.#announce(job, { error: error as Error });
      throw error;
    }
  }

  /** One result per job, in order; an error for each that was not stored. */
  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    for (const job of jobs) this.#guard.check(job.name, job.data.args);
    const results = await this.#adapter.enqueueAll(jobs);
    if (this.#events.has('bulkEnqueued')) {
      const stored = jobs.filter((_, index) => !(results[index] instanceof Error));
      const errors = results.filter((result) => result instanceof Error);
      this.#events.emit('bulkEnqueued', { jobs: stored.map((job) => summarise(job)), errors });
    }
    return results;
  }

  /** A callback halted the enqueue before it came here. */
  announceHalted(job: StoredJob): void {
    if (this.#events.has('enqueued'))
      this.#events.emit('enqueued', { job: summarise(job), halted: true });
  }

  #announce(job: StoredJob, result: EnqueueReceipt | { error: Error }): void {
    if (this.#events.has('enqueued'))
      this.#events.emit('enqueued', { job: summarise(job), ...result });
  }
}

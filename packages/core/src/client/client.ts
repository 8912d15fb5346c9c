import type { EnqueueReceipt, QueueAdapter, StoredJob } from '../adapters/queue-adapter';
import type { EventBus } from '../events/event-bus';
import { summarise } from '../events/summarise';
import { UniqueConflictError } from '../options/unique-conflict-error';
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

  /** @throws EnqueueError, PayloadTooLargeError, UniqueConflictError */
  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    try {
      this.#guard.check(job.name, job.data.args);
      const receipt = await this.#adapter.enqueue(job);
      const conflict = conflictOf(job, receipt);
      if (conflict) throw conflict;
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
    const receipts = await this.#adapter.enqueueAll(jobs);
    const results = receipts.map((receipt, index) => {
      const job = jobs[index];
      return (job && conflictOf(job, receipt)) ?? receipt;
    });
    if (this.#events.has('bulkEnqueued')) this.#announceAll(jobs, results);
    return results;
  }

  /** A callback halted the enqueue before it came here. */
  announceHalted(job: StoredJob): void {
    if (this.#events.has('enqueued'))
      this.#events.emit('enqueued', { job: summarise(job), halted: true });
  }

  #announce(job: StoredJob, result: EnqueueReceipt | { error: Error }): void {
    if (this.#events.has('enqueued'))
      this.#events.emit('enqueued', {
        job: summarise(job),
        ...result,
        ...(job.unique && { onConflict: job.unique.onConflict }),
      });
  }

  #announceAll(jobs: readonly StoredJob[], results: readonly (EnqueueReceipt | Error)[]): void {
    const errors = results.filter((result) => result instanceof Error);
    const stored = jobs.filter((_, index) => isStored(results[index]));
    const duplicates = jobs.flatMap((job, index) => {
      const result = results[index];
      if (result === undefined || result instanceof Error || !result.duplicateOf) return [];
      return [{ job: summarise(job), duplicateOf: result.duplicateOf }];
    });
    const summaries = stored.map((job) => summarise(job));
    this.#events.emit('bulkEnqueued', { jobs: summaries, errors, duplicates });
  }
}

function isStored(result: EnqueueReceipt | Error | undefined): boolean {
  return !(result instanceof Error) && result?.duplicateOf === undefined;
}

function conflictOf(
  { name, unique }: StoredJob,
  receipt: EnqueueReceipt | Error,
): UniqueConflictError | undefined {
  if (receipt instanceof Error || receipt.duplicateOf === undefined) return undefined;
  if (unique?.onConflict !== 'raise') return undefined;
  return new UniqueConflictError({ name, key: unique.key, duplicateOf: receipt.duplicateOf });
}

import { Worker, type IQueueBackend, type Job as BullJob } from 'bullmq';

/**
 * A BullMQ Worker whose main loop never runs: the slot pool fetches and hands it one job at a
 * time. It keeps lock renewal, stalled checks, delayed promotion and limits. Everything of BullMQ
 * that is not public is read in this file only; a contract test watches it.
 */
export class ManagedWorker extends Worker<unknown, unknown, string, IQueueBackend> {
  readonly #crashes = new WeakMap<BullJob, number>();

  /**
   * BullMQ fails a job that crashed too often without a word to its processor, where callbacks and
   * log lines are: here it is processed like any other.
   */
  override processJob(
    job: BullJob<unknown, unknown>,
    token: string,
    fetchNext?: () => boolean,
  ): Promise<void | BullJob<unknown, unknown>> {
    if (job.deferredFailure) {
      this.#crashes.set(job, job.stalledCounter);
      job.deferredFailure = '';
    }
    return super.processJob(job, token, fetchNext);
  }

  /** How often it crashed, when that was once too often. */
  crashesOf(job: BullJob): number | undefined {
    return this.#crashes.get(job);
  }

  /** Renews the locks of the jobs in hand from now on. */
  startRenewingLocks(): void {
    this.lockManager.start();
  }

  /** When the next delayed job is due, in milliseconds since the epoch; 0: none known. */
  get nextDelayed(): number {
    return (this as unknown as { blockUntil: number }).blockUntil;
  }

  /** Until when the queue is rate limited; past or 0: not. */
  get limitedUntil(): number {
    return (this as unknown as { limitUntil: number }).limitUntil;
  }
}

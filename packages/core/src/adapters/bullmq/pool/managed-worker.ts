import { Worker, type IQueueBackend } from 'bullmq';

/**
 * A BullMQ Worker whose main loop never runs: the slot pool fetches and hands it one job at a
 * time. It keeps lock renewal, stalled checks, delayed promotion and limits. Everything of BullMQ
 * that is not public is read in this file only; a contract test watches it.
 */
export class ManagedWorker extends Worker<unknown, unknown, string, IQueueBackend> {
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

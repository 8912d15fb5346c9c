import type { BatchRecord } from '../../adapters/job-directory';
import type { FailedChild } from '../../serialization/job-data';

/** What came of the jobs that one waits for, or waited for. */
export interface BatchStatus {
  readonly total: number;
  /** Not done yet; with `whenFailed: 'wait'` also those that failed. */
  readonly pending: number;
  /** Completed or discarded. */
  readonly completed: number;
  /** Those that failed for good, with `whenFailed: 'run'`. */
  readonly failed: readonly FailedChild[];
  /** Taken out of the store before they were done: cancelled while they waited, or deleted. */
  readonly removed: number;
}

export function toBatchStatus({ total, pending, completed, failed }: BatchRecord): BatchStatus {
  const removed = Math.max(0, total - pending - completed - failed.length);
  return { total, pending, completed, failed, removed };
}

export const NO_BATCH: BatchStatus = Object.freeze({
  ...{ total: 0, pending: 0, completed: 0, removed: 0 },
  failed: Object.freeze([]),
});

import type { UniqueConflictDetails } from '../options/unique-conflict-error';
import type { JsonValue } from '../support/json';
import type { StoreFinding } from './store-finding';

/** Jobs of a queue by state. A job with a priority waits as `prioritized`. */
export interface QueueSize {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly prioritized: number;
  readonly completed: number;
  readonly failed: number;
  /** They wait for other jobs. */
  readonly waitingForJobs: number;
}

/** How full a queue is, and whether it moves. */
export interface QueueReport {
  readonly size: QueueSize;
  readonly paused: boolean;
  /** Since when the oldest job that could run waits, in milliseconds since the epoch. */
  readonly waitingSince?: number;
}

/** A dead job: no rule gives it another attempt. */
export interface FailedJob {
  readonly id: string;
  /** The wire name of its class. */
  readonly name: string;
  readonly queue: string;
  /** Encoded, as they are stored. */
  readonly args: readonly JsonValue[];
  readonly error: { readonly message: string; readonly stack?: string };
  /** Runs it has had. */
  readonly attempts: number;
  /** Milliseconds since the epoch, as `failedAt`. */
  readonly enqueuedAt: number;
  readonly failedAt: number;
}

/** What came of a wish to have dead jobs run again. */
export interface RetryReport {
  /** How many wait again. */
  readonly retried: number;
  /** Those that do not, because a newer job has their lock. */
  readonly duplicates: readonly UniqueConflictDetails[];
}

/** A part of a queue's dead jobs, by the time of their failure. */
export interface FailedPage {
  readonly offset: number;
  readonly limit: number;
  readonly newestFirst: boolean;
}

/**
 * Looks into the queues of a store and acts on them. What may concern many jobs takes them in
 * bounded batches, so that no single command holds up the store.
 */
export interface QueueInspector {
  /** The queues that jobs were ever stored on. */
  queueNames(): Promise<readonly string[]>;
  look(queue: string): Promise<QueueReport>;
  /** Nobody fetches from the queue until it is resumed; running jobs go on. */
  pause(queue: string): Promise<void>;
  resume(queue: string): Promise<void>;
  /** Removes jobs that wait, and, when asked, those that are delayed. How many there were. */
  clear(queue: string, options: { readonly delayed: boolean }): Promise<number>;
  failedJobs(queue: string, page: FailedPage): Promise<readonly FailedJob[]>;
  failedJob(queue: string, id: string): Promise<FailedJob | undefined>;
  /** Has dead jobs wait again, all their attempts before them. */
  retry(queue: string, ids: readonly string[]): Promise<RetryReport>;
  /** Removes dead jobs. How many there were. */
  remove(queue: string, ids: readonly string[]): Promise<number>;
  /** BullMQ's own job schedulers on the queue, by id. Drover makes none. */
  jobSchedulers(queue: string): Promise<readonly string[]>;
  /** How the store is set up and whether that does. */
  examine(): Promise<readonly StoreFinding[]>;
}

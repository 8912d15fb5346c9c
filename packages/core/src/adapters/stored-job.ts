import type { UniqueConflict } from '../options/unique-policy';
import type { WhenFailed } from '../options/when-failed';
import type { JobData } from '../serialization/job-data';

/** A job on its way into a store. Plain JSON. */
export interface StoredJob {
  readonly id: string;
  /** The wire name of the job class. */
  readonly name: string;
  readonly queue: string;
  /** Smaller runs sooner; 0 is "none" and runs before 1. */
  readonly priority: number;
  /** Milliseconds since the epoch. */
  readonly enqueuedAt: number;
  /** Milliseconds since the epoch; absent or past: now. */
  readonly scheduledAt?: number;
  /** The most runs any rule of the class grants. For display: the rules decide at the failure. */
  readonly attempts?: number;
  readonly retention?: Retention;
  readonly unique?: UniqueLock;
  /** What it waits for. Only given to an adapter that `keepsBatches`. */
  readonly after?: StoredBatch;
  readonly data: JobData;
}

/** Jobs that another one waits for: stored with it, all or none. */
export interface StoredBatch {
  readonly jobs: readonly StoredJob[];
  /** What a job that fails for good means to the one that waits. */
  readonly whenFailed: WhenFailed;
  /** How long it waits once the last of them is done. Milliseconds, default 0. */
  readonly wait?: number;
}

/**
 * The lock a job takes as it is stored: of two jobs with one key on a queue, the store keeps the
 * first. It belongs to the id of the job, and is over when the job is gone or finished.
 */
export interface UniqueLock {
  readonly key: string;
  /** How many jobs may have it at once. Default 1. */
  readonly limit?: number;
  /** Whether jobs of one key on other queues meet it, too. Default false. */
  readonly acrossQueues?: boolean;
  /** What else ends it: the start of a run, nothing, or only `expiresAt`, whatever becomes of the job. */
  readonly until: 'executing' | 'executed' | 'expired';
  /** Milliseconds since the epoch; always set for 'expired'. */
  readonly expiresAt?: number;
  /** However often the job is replaced, it is due no later than this. Milliseconds since the epoch. */
  readonly dueBy?: number;
  /** What becomes of a job that meets it; the store sees to 'replace' and 'reschedule'. */
  readonly onConflict: UniqueConflict;
}

/** How long a finished job is kept. Absent parts take the adapter's defaults. */
export interface Retention {
  readonly completed?: RetentionLimit;
  readonly failed?: RetentionLimit;
}

/** How long, and how many, jobs that have ended are kept. What is left out is no limit. */
export interface RetentionLimit {
  /** Milliseconds. */
  readonly age?: number;
  /** Jobs per queue. */
  readonly count?: number;
}

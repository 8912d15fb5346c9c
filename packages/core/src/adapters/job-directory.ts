import type { BatchResults, StoredSteps } from '../serialization/job-data';
import type { JsonValue } from '../support/json';

/** Where a job stands in its store. `discarded` and `cancelled` jobs are finished and not dead. */
export type JobState =
  | 'waiting'
  | 'delayed'
  | 'active'
  | 'completed'
  | 'discarded'
  | 'cancelled'
  | 'failed';

/** A job as its store has it. Plain JSON. Times are milliseconds since the epoch. */
export interface JobRecord {
  readonly id: string;
  /** The wire name of its class. */
  readonly name: string;
  readonly queue: string;
  readonly state: JobState;
  /** Runs it has had, one that is under way included. */
  readonly executions: number;
  /** How many jobs it still waits for, where it waits for any. */
  readonly waitsFor?: number;
  /** What its run said last. */
  readonly progress?: JsonValue;
  /** How far it is in its steps. */
  readonly steps?: StoredSteps;
  /** What `perform` returned, encoded. */
  readonly value?: JsonValue;
  /** Why it was discarded, or failed. */
  readonly error?: { readonly message: string; readonly stack?: string };
  readonly enqueuedAt: number;
  /** When its last run started. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** What came of the jobs that one waits for. */
export interface BatchRecord extends BatchResults {
  readonly total: number;
  readonly pending: number;
}

/** The jobs of a store, one at a time. */
export interface JobDirectory {
  /** The job of this id on one of these queues; one that is not over before one that is. */
  find(id: string, queues: readonly string[]): Promise<JobRecord | undefined>;
  /** Takes a job that waits or is delayed out of the store. False when there is no such job. */
  remove(queue: string, id: string): Promise<boolean>;
  /** Has the process that runs the job end the run, within a second. */
  requestCancel(queue: string, id: string): Promise<void>;
  /** Forgets the request: the job came to an end. */
  withdrawCancel(queue: string, id: string): Promise<void>;
  /** What came of the jobs that this one waits for; undefined when it is not there. Absent: it waits for none. */
  batch?(queue: string, id: string): Promise<BatchRecord | undefined>;
  /**
   * Of each of these jobs the key of the limit or throttle in whose line it waits, as the store has it;
   * null when there is none. Absent: nobody can tell.
   */
  blockedBy?(queue: string, ids: readonly string[]): Promise<readonly (string | null)[]>;
}

import type { JsonValue } from '../support/json';

/** The version of {@link JobData} this build writes. It reads this one and the ones before. */
export const JOB_DATA_VERSION = 1;

/** The travelling form of a job: what a store keeps and a board shows. Plain JSON. */
export interface JobData {
  /** Format version, see {@link JOB_DATA_VERSION}. */
  readonly drover: number;
  /** The arguments of `perform`, encoded. */
  readonly args: readonly JsonValue[];
  /** Runs made before this record was stored: by `performNow`, or on another queue. Default 0. */
  readonly executions?: number;
  /** Failures so far per retry declaration, keyed by its error names ("Timeout,NetworkError"). */
  readonly failures?: Readonly<Record<string, number>>;
  /** Locale in force at the enqueue. */
  readonly locale?: string;
  /** Time zone in force at the enqueue. */
  readonly timeZone?: string;
  /** The request it was made in. */
  readonly requestId?: string;
  /** The trace it is part of, as headers: W3C Trace Context. */
  readonly trace?: Readonly<Record<string, string>>;
  /** Its attributes as its last run left them, encoded. */
  readonly attributes?: Readonly<Record<string, JsonValue>>;
  /** What it took along of contexts, encoded. */
  readonly context?: CarriedContexts;
  /** How far its steps are. */
  readonly steps?: StoredSteps;
  /** How many jobs it waited for. */
  readonly after?: number;
  /** What came of those, where another record was told. */
  readonly batch?: BatchResults;
}

/** What came of the jobs that one waited for. */
export interface BatchResults {
  /** How many completed, or were discarded. */
  readonly completed: number;
  /** Those whose failure was not waited out. */
  readonly failed: readonly FailedChild[];
}

/** A job that failed for good, and that another one waited for. */
export interface FailedChild {
  readonly id: string;
  readonly queue: string;
  /** The message of its error. */
  readonly error: string;
}

/** What a job of several steps has done so far. */
export interface StoredSteps {
  /** The names of those that are done, in their order. */
  readonly completed: readonly string[];
  /** The one that was under way, its cursor encoded; absent between two steps. */
  readonly current?: { readonly name: string; readonly cursor?: JsonValue };
  /** How often the job has gone on after an interruption or an error. Default 0. */
  readonly resumptions?: number;
}

/** Encoded values by context and attribute. */
export type CarriedContexts = Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;

import type { Outcome } from '../adapters/outcome';
import type { UniqueConflict, UniqueRunConflict } from '../options/unique-policy';
import type { JsonValue } from '../support/json';
import type { ProcessEvents } from './process-events';
import type { ScheduleEvents } from './schedule-events';

/** A job as events tell of it. */
export interface JobSummary {
  readonly id: string;
  readonly name: string;
  /** The short name of the adapter, such as 'redis'. */
  readonly adapter: string;
  readonly queue: string;
  readonly priority: number;
  /**
   * Encoded, so that a record shows as its reference; sensitive parts as '[FILTERED]', and those of a
   * class that is `@Encrypted` as '[ENCRYPTED]'. Undefined where arguments are not to be shown (`logArguments: false`).
   */
  readonly args: readonly JsonValue[] | undefined;
  /** Runs so far, the present one included. */
  readonly executions: number;
  /** Milliseconds since the epoch; undefined when the job never was in a store. */
  readonly enqueuedAt: number | undefined;
  readonly scheduledAt: number | undefined;
  /** The request it was made in, if any. */
  readonly requestId?: string;
}

/** How far a job is in its steps. */
export interface StepProgress {
  /** The names of those that are done. */
  readonly completed: readonly string[];
  /** The one that was under way; absent between two steps. */
  readonly current?: StepPlace;
}

/** A place in a step. */
export interface StepPlace {
  readonly name: string;
  /** Encoded and filtered, as arguments are; absent where there is none, or none is to be shown. */
  readonly cursor?: JsonValue;
}

/** Every event and what it carries. Times and durations are milliseconds. */
export interface JobEvents extends ProcessEvents, ScheduleEvents {
  /**
   * An enqueue ended, well or not: `error`, `halted` and `duplicateOf` tell. `caller` is the place in
   * the application that asked for it, under `verboseEnqueueLogs`.
   */
  enqueued: {
    job: JobSummary;
    error?: Error;
    halted?: boolean;
    /** The job that has the lock this one met. */
    duplicateOf?: string;
    /** What the class of a unique job says about conflicts. */
    onConflict?: UniqueConflict;
    caller?: string;
  };
  /**
   * `performAllLater` ended: the jobs that were stored, and an error for each that was not. Or the jobs
   * that another one waits for were stored.
   */
  bulkEnqueued: {
    jobs: readonly JobSummary[];
    errors: readonly Error[];
    duplicates: readonly { job: JobSummary; duplicateOf: string }[];
    caller?: string;
  };
  /** An attempt begins. */
  performStarted: { job: JobSummary };
  /** An attempt ended; `error` only when no rule took it. */
  performed: {
    job: JobSummary;
    duration: number;
    outcome: Outcome['kind'];
    error?: Error;
    halted?: boolean;
  };
  /** The job runs again after `wait`: by a rule, or because it asked for it. */
  retryScheduled: { job: JobSummary; wait: number; error?: Error };
  /** The job called `snooze()`: it runs again after `wait`, no attempt used. */
  snoozed: { job: JobSummary; wait: number };
  /** A run met the lock of another job: it is given up, or tried again. */
  runRefused: {
    job: JobSummary;
    duplicateOf: string;
    onConflict: Exclude<UniqueRunConflict, 'raise'>;
  };
  /** The run of a job that was cancelled is over; what it came to does not count. */
  cancelled: { job: JobSummary };
  /** A retry rule has no attempts left. */
  retryStopped: { job: JobSummary; error: Error };
  /**
   * A job may not start yet, by a limit of its class; `wait` when that is a matter of time. It comes again
   * by itself, and no attempt is used.
   */
  blocked: { job: JobSummary; key: string; wait?: number };
  /** A rule gives the job up; it does not fail. */
  discarded: { job: JobSummary; error: Error };
  /**
   * An attempt was handed back because the process stops; or ended at a checkpoint between or inside its
   * steps, and then with how far it is.
   */
  interrupted: { job: JobSummary; reason: string; progress?: StepProgress };
  /** A job of several steps goes on where an earlier run ended. */
  resumed: { job: JobSummary; progress: StepProgress };
  /** A step was done in an earlier run. */
  stepSkipped: { job: JobSummary; step: string };
  /** A step begins, or, `resumed`, goes on where an earlier run ended. */
  stepStarted: { job: JobSummary; step: StepPlace; resumed: boolean };
  /** A step ended: it is done, it was interrupted at a checkpoint, or it threw `error`. */
  stepEnded: {
    job: JobSummary;
    step: StepPlace;
    duration: number;
    interrupted?: boolean;
    error?: Error;
  };
  /** Jobs were given back whose worker was killed or hung; they have used no attempt. */
  recovered: { queue: string; ids: readonly string[] };
  /** The return value of a job cannot be stored; the job is completed without it. */
  valueDropped: { job: JobSummary; error: Error };
  /** The arguments are larger than the warning size. At most once per class. */
  payloadLarge: { name: string; bytes: number; limit: number };
  /** A lock ended while its holder still ran; another may hold it. */
  lockLost: { error: Error; name?: string; jobId?: string };
  /**
   * Somebody changed something on a board, or tried to: `status` is that of the answer, in HTTP's
   * terms. `user` is who, as far as the board was told.
   */
  boardAction: {
    user: string;
    action: string;
    status: number;
    queue?: string;
    jobIds?: readonly string[];
    /** A class of jobs, an entry of the schedule, the key of a lock, or the id of a process. */
    name?: string;
  };
  storeChosen: { adapter: string; why: string };
  storeWarning: { code: string; message: string };
  /** The connection to the store broke or the store refused an operation. */
  storeError: { error: Error };
  /** A worker's configuration file was read. The notes tell what in it has no effect. */
  configFileRead: { file: string; notes: readonly string[] };
  workerStarted: {
    queues: readonly { name: string; weight?: number }[];
    concurrency: number;
    /** Each has slots of its own; together they make the above. */
    capsules: readonly {
      name: string;
      queues: readonly { name: string; weight?: number }[];
      concurrency: number;
    }[];
  };
  workerQuiet: { queues: readonly { name: string; weight?: number }[] };
  /** Somebody told this process, from another one, to fetch no more or to end. */
  workerCommanded: { command: 'quiet' | 'stop' };
  /** Somebody asked what runs. Times are milliseconds since the epoch. */
  workerReported: {
    running: readonly { id: string; name: string; queue: string; since: number }[];
  };
  /** A stop began: nothing is fetched any more, and `running` jobs have `timeout` to end. */
  workerStopping: { reason: string; timeout: number; running: number };
  /** `interrupted`: ids of jobs that ended at a checkpoint. */
  workerStopped: {
    finished: number;
    handedBack: readonly string[];
    interrupted?: readonly string[];
  };
}

/** The name of an event. `docs/events.md` lists them. */
export type JobEventName = keyof JobEvents;

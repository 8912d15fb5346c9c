import type { TransactionClient } from '../options/transaction';
import type { WhenFailed } from '../options/when-failed';
import type { UniqueConflict } from '../options/unique-policy';
import type { JobData } from '../serialization/job-data';
import type { Entry, EntryRequest } from './entry';
import type { LockStore, UniqueLocks } from './lock-store';
import type { JsonValue } from '../support/json';
import type { JobDirectory } from './job-directory';
import type { Consumer } from './consumer';
import type { Outcome } from './outcome';
import type { ProcessDirectory } from './process-directory';
import type { QueueInspector } from './queue-inspector';
import type { ScheduleStore } from './schedule-store';

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

/** What an enqueue is part of. */
export interface EnqueueOptions {
  /** Stores the job in this transaction. Only given to an adapter that `enlists`. */
  readonly transaction?: TransactionClient;
}

/** What a store says of a job that it took, or did not need to. */
export interface EnqueueReceipt {
  /** Set when the store kept an earlier job instead. */
  readonly duplicateOf?: string;
  /** When the job is due, where the lock it met leaves it less time than it asked for. */
  readonly scheduledAt?: number;
}

/** Where in its steps a run is. */
export interface StepPosition {
  /** The names of those that are done. */
  readonly completed: readonly string[];
  /** The one under way; undefined between two. */
  readonly current: { readonly name: string; readonly cursor: unknown } | undefined;
}

/** One attempt handed to the executor. */
export interface Delivery {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly priority: number;
  readonly enqueuedAt: number;
  /** Attempts this record has used; a crash or an interruption uses none. */
  readonly attemptsMade: number;
  /**
   * Set when the job must not run again: so many times its process died, or fell silent, while it
   * ran.
   */
  readonly crashes?: number | undefined;
  /** Another job has the lock this one was stored under, and this one came back from the dead. */
  readonly duplicateOf?: string | undefined;
  readonly data: JobData;
  /** Aborted when the process hands the job back, with the reason. */
  readonly signal: AbortSignal;
  /** Adds a line to the job's own log in the store. Never rejects. */
  log(line: string): void;
  /** Shows how far the run is. Never rejects; what comes in quick succession may be left out. */
  progress?(value: JsonValue): void;
  /** Set by who performs: what the next run shall find, should this one be handed back now. */
  handBackData?: () => JobData;
  /**
   * Stores what `handBackData` says, for the case that the process dies: within a second ('soon', which
   * nobody waits for), or before it resolves ('now'). Never rejects. Absent: it is kept at the end only.
   */
  keep?(when: 'soon' | 'now'): Promise<void>;
  /** Asked at each checkpoint of a job of several steps: why its run shall end here; undefined: go on. */
  interruption?(position: StepPosition): string | undefined;
  /**
   * Asks for what the run must have before it may start; it is given back when the run is over. Absent:
   * the adapter knows no limits.
   */
  enter?(request: EntryRequest): Promise<Entry>;
  /** Whether somebody cancelled the run: nothing it does counts any more. */
  readonly cancelled?: boolean;
  /** Ends the run with this outcome, whatever it still does; the reason is for its signal. */
  settle?(outcome: Promise<Outcome>, reason: Error): void;
  /** Whether it was ended so, handed back or lost: nothing it does counts any more. */
  readonly settled?: boolean;
}

/** Runs one attempt. Never rejects. */
export type Perform = (delivery: Delivery) => Promise<Outcome>;

/** A queue and its share of the fetches. */
export interface QueueShare {
  readonly name: string;
  /** Undefined on every queue: strict order, the first queue always first. */
  readonly weight?: number;
}

/** Queues that share a number of slots. */
export interface ConsumeOptions {
  readonly queues: readonly QueueShare[];
  /** Jobs at once in this process, over these queues. */
  readonly concurrency: number;
}

/** The port to a store. Everything that knows a store lives behind it. */
export interface QueueAdapter {
  /** Short name for log lines: 'redis', 'postgres', 'embedded', 'test'. */
  readonly name: string;
  /** Whether the store gives objects back with their keys in another order. Default false. */
  readonly reordersKeys?: boolean;
  /** Whether it can store a job inside a transaction of the application. Default false. */
  readonly enlists?: boolean;
  /** Whether it can store a job that waits for others. Default false. */
  readonly keepsBatches?: boolean;
  /** Stores one job. Rejects with EnqueueError, in bounded time, when the store cannot take it. */
  enqueue(job: StoredJob, options?: EnqueueOptions): Promise<EnqueueReceipt>;
  /** Stores many; one result per job, in order, an EnqueueError for each that was not stored. */
  enqueueAll(
    jobs: readonly StoredJob[],
    options?: EnqueueOptions,
  ): Promise<(EnqueueReceipt | Error)[]>;
  /**
   * Starts working queues, each capsule with slots of its own; rejects when the store is unfit, waits
   * when it is merely away.
   */
  consume(capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer>;
  /** Where worker processes announce themselves. Without it they are not seen. */
  processes?(): ProcessDirectory;
  /** Looks into the queues. Without it nobody can. */
  inspect?(): QueueInspector;
  /** Locks beside the jobs. Without it nothing that needs one works. */
  locks?(): LockStore;
  /** Lists what unique jobs hold. Without it nobody sees them. */
  uniqueLocks?(): UniqueLocks;
  /** Looks at single jobs. Without it nobody can, and none can be cancelled. */
  jobs?(): JobDirectory;
  /** Where the schedule is kept. Without it nothing recurs. Rejects when the store is away. */
  schedule?(): Promise<ScheduleStore>;
  /**
   * The store's own object for a queue, BullMQ's `Queue`, for a tool that knows it, such as a board. It
   * is closed with the adapter. Without it there is no such object.
   */
  nativeQueue?(name: string): Promise<unknown>;
  /** Resolves when the store answers, rejects when it has not within `timeout` milliseconds. */
  ping?(timeout: number): Promise<void>;
  /** Releases every connection. Idempotent. */
  close(): Promise<void>;
}

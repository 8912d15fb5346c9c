import type { TransactionClient } from '../options/transaction';
import type { Consumer } from './consumer';
import type { Perform } from './delivery';
import type { JobDirectory } from './job-directory';
import type { LockStore, UniqueLocks } from './lock-store';
import type { ProcessDirectory } from './process-directory';
import type { QueueInspector } from './queue-inspector';
import type { ScheduleStore } from './schedule-store';
import type { StoredJob } from './stored-job';

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

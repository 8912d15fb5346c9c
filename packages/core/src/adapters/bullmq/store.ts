import type {
  BackendFactory,
  IQueueBackend,
  PgPoolConfig,
  QueueOptions,
  RedisOptions,
  WorkerOptions,
} from 'bullmq';
import type { LockStore } from '../lock-store';
import type { ProcessDirectory } from '../process-directory';
import type { BatchLinks } from './batches/batch-links';
import type { CancelMarks } from './cancel/cancel-marks';
import type { ScheduleStore } from '../schedule-store';
import type { Turnstile } from './limits/turnstile';
import type { StoreSurvey } from './inspect/store-survey';
import type { UniqueKeys } from './unique/unique-keys';

export type StoreKind = 'redis' | 'postgres' | 'embedded';

/** An ioredis `Redis` or `Cluster`, told by its shape: the application's copy need not be ours. */
export interface RedisInstance {
  readonly status: string;
  readonly options: object;
  connect(): Promise<void>;
  disconnect(): void;
  duplicate(): unknown;
}

/** A `pg.Pool`, told by its shape. */
export interface PostgresPool {
  readonly options: object;
  connect(): Promise<unknown>;
  end(): Promise<void>;
}

/**
 * Where jobs are kept: a URL, or an instance or options of ioredis or pg. An instance is copied,
 * never used and never closed: producers and workers each need settings of their own.
 */
export type StoreLocation =
  | string
  | { readonly redis: string | RedisInstance | RedisOptions }
  | { readonly postgres: string | PostgresPool | PgPoolConfig };

/** Something about the store that works today and will hurt one day. */
export interface StoreWarning {
  readonly code: string;
  readonly message: string;
}

/** What BullMQ's classes take beside their name: `new Queue(name, options, factory)`. */
export interface BullParts<Options> {
  readonly options: Options;
  readonly factory: BackendFactory;
}

/** The connections of one process to one store. Opening it connects to nothing. */
export interface BullStore {
  readonly kind: StoreKind;
  /** Whether a command would be sent at once. Costs nothing to ask. */
  readonly isReady: boolean;
  /** Only after `ready`. */
  readonly batchLinks: BatchLinks;
  /** Only after `ready`. */
  readonly cancelMarks: CancelMarks;
  /** Where worker processes announce themselves. Only after `ready`. */
  readonly processes: ProcessDirectory;
  /** Only after `ready`. */
  readonly locks: LockStore;
  /** Only after `ready`. */
  readonly schedule: ScheduleStore;
  readonly turnstile: Turnstile;
  /** Only after `ready`. */
  readonly survey: StoreSurvey;
  /** Only after `ready`. */
  readonly uniqueKeys: UniqueKeys;
  /** Rejects with StoreError within `timeout` milliseconds when the producer side cannot send. */
  ready(timeout: number): Promise<void>;
  /** The cheapest question there is. Only after `ready`. */
  ping(): Promise<void>;
  /** Whether the store is fit to keep jobs. Rejects with StoreError when it is not. */
  check(options: { readonly production: boolean }): Promise<readonly StoreWarning[]>;
  /** For queues. All share one connection, on which every command ends in bounded time. */
  queueOptions(): BullParts<QueueOptions>;
  /** For workers. Each has connections of its own, which wait for a store that is away. */
  workerOptions(): BullParts<WorkerOptions>;
  /** The connections of a worker, for queues that share them through `forQueue`. */
  workerBackend(queue: string, options: WorkerOptions): IQueueBackend;
  /** Told of connection errors, of each once until the store is back. */
  onError(listener: (error: Error) => void): void;
  /** Ends every connection made here, in bounded time whatever the server does. Idempotent. */
  close(): Promise<void>;
}

import {
  PostgresQueueBackend,
  type BackendFactory,
  type PgPool,
  type PostgresConnection,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';
import { StoreError } from '../../store-error';
import { ErrorFeed } from '../error-feed';
import type { BullParts, BullStore, StoreWarning } from '../store';
import { within } from '../../../support/within';
import type { PostgresDatabase } from './postgres-database';
import { PostgresLocks } from './postgres-locks';
import { PostgresBatchLinks } from './postgres-batch-links';
import { PostgresCancelMarks } from './postgres-cancel-marks';
import { PostgresProcesses } from './postgres-processes';
import { PostgresSchedule } from './postgres-schedule';
import { PostgresSurvey } from './postgres-survey';
import { PostgresTurnstile } from './postgres-turnstile';
import { PostgresUniqueKeys } from './postgres-unique-keys';

const FAREWELL = 1000;

/** Jobs on PostgreSQL: a server's, or one inside this process. */
export class PostgresStore implements BullStore {
  readonly batchLinks: PostgresBatchLinks;
  readonly cancelMarks: PostgresCancelMarks;
  readonly processes: PostgresProcesses;
  readonly locks: PostgresLocks;
  readonly schedule: PostgresSchedule;
  readonly turnstile: PostgresTurnstile;
  readonly survey: PostgresSurvey;
  readonly uniqueKeys: PostgresUniqueKeys;
  readonly #database: PostgresDatabase;
  readonly #timeout: number;
  readonly #errors = new ErrorFeed();
  readonly #workers = new Set<PostgresQueueBackend>();
  #queues: PostgresQueueBackend | undefined;
  #pool: PgPool | undefined;
  #preparing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    readonly kind: 'postgres' | 'embedded',
    database: PostgresDatabase,
    { enqueueTimeout }: { enqueueTimeout: number },
  ) {
    this.#database = database;
    this.#timeout = enqueueTimeout;
    const pool = () => this.#openPool();
    this.batchLinks = new PostgresBatchLinks(pool, database.schema);
    this.cancelMarks = new PostgresCancelMarks(pool);
    this.processes = new PostgresProcesses(pool);
    this.locks = new PostgresLocks(pool);
    this.schedule = new PostgresSchedule(pool);
    this.turnstile = new PostgresTurnstile(pool);
    this.survey = new PostgresSurvey(kind, pool);
    this.uniqueKeys = new PostgresUniqueKeys(pool);
  }

  /** From then on each query finds a connection of its own, or fails in bounded time. */
  get isReady(): boolean {
    return this.#queues !== undefined && this.#closing === undefined;
  }

  /** A database inside this process cannot be away, but takes seconds to make: it is waited for. */
  async ready(timeout: number): Promise<void> {
    if (this.#closing) throw closed();
    if (this.#queues) return;
    this.#preparing ??= this.#prepare().finally(() => (this.#preparing = undefined));
    const preparing = this.#preparing;
    if (this.kind === 'embedded') await preparing;
    else await orUnreachable(preparing, timeout);
  }

  async ping(): Promise<void> {
    await this.#openPool().query('SELECT 1');
  }

  async check(): Promise<readonly StoreWarning[]> {
    await this.ready(this.#timeout);
    return [];
  }

  queueOptions(): BullParts<QueueOptions> {
    return { options: { connection: {} }, factory: (queue) => this.#queueRoot().forQueue(queue) };
  }

  workerOptions(): BullParts<WorkerOptions> {
    const factory: BackendFactory = (queue, options) => this.workerBackend(queue, options);
    return { options: { connection: {} }, factory };
  }

  workerBackend(queue: string, options: WorkerOptions): PostgresQueueBackend {
    const connection = this.#database.workerConnection();
    // The name by which BullMQ finds the workers of a queue.
    const clientName = options.name ? `${queue}:w:${options.name}` : queue;
    const named = { ...options, connection: {} };
    const backend = this.#listenTo(
      connection,
      new PostgresQueueBackend(connection, queue, named, true, clientName),
    );
    this.#workers.add(backend);
    return backend;
  }

  onError(listener: (error: Error) => void): void {
    this.#errors.add(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #prepare(): Promise<void> {
    await this.#database.prepare();
    const connection = this.#database.producerConnection();
    const queues = this.#listenTo(
      connection,
      new PostgresQueueBackend(connection, 'drover', { connection: {} }),
    );
    await queues.waitUntilReady();
    this.#queues = queues;
    this.#pool = connection.pool;
  }

  async #close(): Promise<void> {
    await this.#preparing?.catch(() => {});
    await Promise.all([...this.#workers].map((backend) => within(backend.close(), FAREWELL)));
    await this.#database.close();
  }

  #openPool(): PgPool {
    if (!this.#pool) throw closed();
    return this.#pool;
  }

  /** One for all queues, so that they share a pool. */
  #queueRoot(): PostgresQueueBackend {
    if (!this.#queues) throw closed();
    return this.#queues;
  }

  #listenTo({ pool }: PostgresConnection, backend: PostgresQueueBackend): PostgresQueueBackend {
    backend.on('error', this.#errors.report);
    pool.on('connect', this.#errors.reset);
    return backend;
  }
}

async function orUnreachable(preparing: Promise<void>, timeout: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(tooLate(timeout)), timeout)),
  );
  try {
    await Promise.race([preparing, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(timeout: number): StoreError {
  return new StoreError(
    'DROVER_STORE_UNREACHABLE',
    `Expected PostgreSQL to answer within ${timeout} ms, and it did not. Is it running, is the address right?`,
  );
}

function closed(): StoreError {
  return new StoreError(
    'DROVER_STORE_UNREACHABLE',
    'The PostgreSQL store is closed, or no `ready` was waited for. Enqueue before you close, or configure again.',
  );
}

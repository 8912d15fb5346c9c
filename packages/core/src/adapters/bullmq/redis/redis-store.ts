import type { BackendFactory, QueueOptions, RedisQueueBackend, WorkerOptions } from 'bullmq';
import { ErrorFeed } from '../error-feed';
import { toRedisPrefix } from '../namespace';
import type { BullParts, BullStore, StoreWarning } from '../store';
import { within } from '../../../support/within';
import { ownConnection, redisBackend, sharedConnection } from './bull-connection';
import { checkRedis } from './check-redis';
import { joinPieces } from './join-pieces';
import { ProducerBackend } from './producer-backend';
import { ProducerConnection } from './producer-connection';
import { RedisBatchLinks } from './redis-batch-links';
import { RedisLocks } from './redis-locks';
import { RedisCancelMarks } from './redis-cancel-marks';
import { RedisProcesses } from './redis-processes';
import { RedisSchedule } from './redis-schedule';
import type { RedisClient, RedisSource } from './redis-source';
import { RedisSurvey } from './redis-survey';
import { RedisTurnstile } from './redis-turnstile';
import { RedisUniqueKeys } from './redis-unique-keys';
import { workerSettings } from './settings';

const FAREWELL = 1000;

/** Jobs on Redis, Valkey or a Redis Cluster. */
export class RedisStore implements BullStore {
  readonly kind = 'redis';
  readonly batchLinks: RedisBatchLinks;
  readonly cancelMarks: RedisCancelMarks;
  readonly processes: RedisProcesses;
  readonly locks: RedisLocks;
  readonly schedule: RedisSchedule;
  readonly turnstile: RedisTurnstile;
  readonly survey: RedisSurvey;
  readonly uniqueKeys: RedisUniqueKeys;
  readonly #source: RedisSource;
  readonly #prefix: string;
  readonly #timeout: number;
  readonly #errors = new ErrorFeed();
  readonly #producer: ProducerConnection;
  readonly #workers = new Set<RedisQueueBackend>();
  #queues: RedisQueueBackend | undefined;

  constructor(
    source: RedisSource,
    { namespace, enqueueTimeout }: { namespace: string; enqueueTimeout: number },
  ) {
    this.#source = source;
    this.#prefix = toRedisPrefix(namespace, source.isCluster);
    this.#timeout = enqueueTimeout;
    this.#producer = new ProducerConnection(source, {
      name: `${this.#prefix}:producer`,
      timeout: enqueueTimeout,
      errors: this.#errors,
    });
    const { client } = this.#producer;
    this.batchLinks = new RedisBatchLinks(client, this.#prefix);
    this.cancelMarks = new RedisCancelMarks(client, this.#prefix);
    this.processes = new RedisProcesses(client, this.#prefix);
    this.locks = new RedisLocks(client, this.#prefix);
    this.schedule = new RedisSchedule(client, this.#prefix);
    this.turnstile = new RedisTurnstile(client, this.#prefix);
    this.survey = new RedisSurvey({ client, prefix: this.#prefix, source });
    this.uniqueKeys = new RedisUniqueKeys(client, this.#prefix);
  }

  get isReady(): boolean {
    return this.#producer.isReady;
  }

  async ready(timeout: number): Promise<void> {
    await this.#producer.ready(timeout);
  }

  async ping(): Promise<void> {
    await this.#producer.client.ping();
  }

  async check({ production }: { production: boolean }): Promise<readonly StoreWarning[]> {
    await this.ready(this.#timeout);
    return checkRedis(this.#producer.client, {
      source: this.#source,
      prefix: this.#prefix,
      production,
    });
  }

  queueOptions(): BullParts<QueueOptions> {
    const factory: BackendFactory = (queue, options) => this.#queueRoot(options).forQueue(queue);
    return { options: this.#options(), factory };
  }

  workerOptions(): BullParts<WorkerOptions> {
    const factory: BackendFactory = (queue, options) => this.workerBackend(queue, options);
    return { options: this.#options(), factory };
  }

  workerBackend(queue: string, options: WorkerOptions): RedisQueueBackend {
    const connection = ownConnection(this.#connect(`${this.#prefix}:worker`));
    const blockingConnection = ownConnection(this.#connect(this.#workerName(queue, options)));
    const backend = redisBackend({
      queue,
      prefix: this.#prefix,
      options,
      connection,
      blockingConnection,
    });
    backend.on('error', this.#errors.report);
    this.#workers.add(backend);
    return backend;
  }

  onError(listener: (error: Error) => void): void {
    this.#errors.add(listener);
  }

  async close(): Promise<void> {
    const workers = [...this.#workers];
    this.#workers.clear();
    await Promise.all(workers.map((backend) => within(backend.close(true), FAREWELL)));
    await this.#producer.close();
  }

  /** One for all queues: a queue of its own would add three listeners to the shared client. */
  #queueRoot(options: Parameters<BackendFactory>[1]): RedisQueueBackend {
    if (this.#queues) return this.#queues;
    const connection = sharedConnection(this.#producer.client);
    const parts = { queue: 'drover', prefix: this.#prefix, options, connection };
    this.#queues = redisBackend(parts, ProducerBackend);
    this.#queues.on('error', this.#errors.report);
    return this.#queues;
  }

  #connect(name: string): RedisClient {
    const client = this.#source.connect(workerSettings(name));
    joinPieces(client);
    client.on('error', this.#errors.report);
    client.on('ready', this.#errors.reset);
    return client;
  }

  /** The name by which BullMQ finds the workers of a queue. */
  #workerName(queue: string, { name }: WorkerOptions): string {
    return `${this.#prefix}:${Buffer.from(queue).toString('base64')}${name ? `:w:${name}` : ''}`;
  }

  #options(): { connection: RedisClient; prefix: string; skipVersionCheck: true } {
    return { connection: this.#producer.client, prefix: this.#prefix, skipVersionCheck: true };
  }
}

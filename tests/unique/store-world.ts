import { Worker, type Job as BullJob, type Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { RedisUniqueKeys } from '../../packages/core/src/adapters/bullmq/redis/redis-unique-keys';
import { isBackFromDead, takeKey } from '../../packages/core/src/adapters/bullmq/unique/take-key';
import type { StoredJob } from '../../packages/core/src/adapters/stored-job';
import { openTestStore, type TestStore } from '../contract/stores';
import { testRedisUrl } from '../support/redis';

const FAR = 3_600_000_000;

/** A real queue on Redis, taken step by step: what workers do, and when they die, is up to the test. */
export class StoreWorld {
  /** What each worker runs, and what it still thinks it runs after it was killed. */
  readonly running: (BullJob | undefined)[] = [undefined, undefined, undefined];
  readonly zombies: { job: BullJob; token: string }[] = [];
  readonly #keys: RedisUniqueKeys;
  #tokens = 0;

  private constructor(
    readonly store: TestStore,
    readonly queue: Queue,
    readonly redis: Redis,
    readonly worker: Worker,
  ) {
    this.#keys = new RedisUniqueKeys(redis, String(queue.opts.prefix));
  }

  static async open(): Promise<StoreWorld> {
    const store = await openTestStore('redis');
    if (!store) throw new TypeError('There is always a Redis');
    const queue = await store.inspect(store.queue());
    const redis = new Redis(testRedisUrl(), { maxRetriesPerRequest: null });
    const { hostname: host, port } = new URL(testRedisUrl());
    const worker = new Worker(queue.name, undefined, {
      connection: { host, port: Number(port) },
      prefix: String(queue.opts.prefix),
      autorun: false,
      lockDuration: 600_000,
      maxStalledCount: 1_000_000,
      stalledInterval: 1,
    });
    return new StoreWorld(store, queue, redis, worker);
  }

  async clear(): Promise<void> {
    this.running.fill(undefined);
    this.zombies.length = 0;
    const keys = await this.redis.keys(this.queue.toKey('*'));
    const rest = keys.filter((key) => !key.endsWith(':meta'));
    if (rest.length > 0) await this.redis.del(...rest);
  }

  async close(): Promise<void> {
    await this.worker.close(true);
    await this.redis.quit();
    await this.store.close();
  }

  enqueue(job: StoredJob) {
    return this.store.adapter.enqueue(job);
  }

  retryDead(id: string) {
    return this.store.adapter.inspect().retry(this.queue.name, [id]);
  }

  owner(key: string): Promise<string | null> {
    return this.redis.get(this.queue.toKey(`de:${key}`));
  }

  /** The id of what the worker has fetched; a job that came back from the dead without a lock is put off. */
  async fetch(worker: number): Promise<{ id: string; duplicateOf?: string } | undefined> {
    const token = `token-${(this.#tokens += 1)}`;
    const job = await this.worker.getNextJob(token, { block: false });
    if (!job) return undefined;
    const { id = '' } = job;
    const duplicateOf = isBackFromDead(job) ? await takeKey(job, this.#keys) : undefined;
    if (duplicateOf !== undefined) {
      await job.moveToDelayed(Date.now() + FAR, token);
      return { id, duplicateOf };
    }
    this.running[worker] = job;
    return { id };
  }

  async finish(worker: number, how: 'completed' | 'failed' | 'retried' | 'snoozed'): Promise<void> {
    const job = this.running[worker];
    this.running[worker] = undefined;
    const token = job?.token ?? '';
    if (!job) throw new TypeError('The worker runs nothing');
    if (how === 'completed') await job.moveToCompleted(null, token, false);
    if (how === 'snoozed') await job.moveToDelayed(Date.now() + FAR, token);
    if (how === 'failed' || how === 'retried') {
      // As the adapter does it.
      job.opts.attempts = how === 'failed' ? 0 : job.attemptsMade + 2;
      job.opts.backoff = { type: 'fixed', delay: FAR };
      await job.moveToFailed(new Error(how), token, false);
    }
  }

  async kill(worker: number): Promise<void> {
    const job = this.running[worker];
    this.running[worker] = undefined;
    if (!job) throw new TypeError('The worker runs nothing');
    this.zombies.push({ job, token: job.token ?? '' });
    await this.redis.del(this.queue.toKey(`${job.id}:lock`));
  }

  /** What was killed turns out to be alive, and ends its run too late. */
  async wakeZombie(): Promise<boolean> {
    const zombie = this.zombies.pop();
    if (!zombie) return false;
    await zombie.job.moveToCompleted(null, zombie.token, false);
    return true;
  }

  async recover(): Promise<void> {
    for (const _ of [1, 2]) {
      await this.redis.del(this.queue.toKey('stalled-check'));
      await this.worker.getBackend().moveStalledJobsToWait();
    }
  }

  async boardRetry(id: string): Promise<void> {
    await (await this.queue.getJob(id))?.retry('failed');
  }

  async promote(id: string): Promise<void> {
    await (await this.queue.getJob(id))?.promote();
  }

  /** Keys that have a time in the store lose so much of it. */
  async advance(milliseconds: number): Promise<void> {
    for (const key of await this.redis.keys(this.queue.toKey('de:*'))) {
      const left = await this.redis.pttl(key);
      if (left < 0) continue;
      if (left <= milliseconds) await this.redis.del(key);
      else await this.redis.pexpire(key, left - milliseconds);
    }
  }

  async stateOf(id: string): Promise<string> {
    return this.queue.getJobState(id);
  }
}

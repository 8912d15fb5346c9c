import { createRedisBackend, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { ManagedWorker } from '../../packages/core/src/adapters/bullmq/pool/managed-worker';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

/** A shared backend reads them from its own options, not from the worker's defaults. */
const LOCKS = { lockDuration: 30_000, stalledInterval: 5000, maxStalledCount: 3 };

/** What the slot pool needs of BullMQ beyond its documentation. A new version that moves it turns this red. */
describe('BullMQ', () => {
  const connection = { ...redisOptions(), maxRetriesPerRequest: null };
  const options = { connection, prefix: uniqueNamespace(), autorun: false, ...LOCKS };
  const root = createRedisBackend('first', options, { withBlockingConnection: true });
  const worker = new ManagedWorker(
    'second',
    async () => 'done',
    options,
    () => root.forQueue('second'),
  );
  const queue = new Queue('second', options);

  beforeAll(async () => {
    root.on('error', () => {});
    worker.startRenewingLocks();
  });

  afterAll(async () => {
    await worker.close(true);
    await root.close(true);
    await queue.close();
  });

  test('has a Worker that can be handed one job at a time', () => {
    expect(typeof Worker.prototype.getNextJob).toBe('function');
    expect(typeof Worker.prototype.processJob).toBe('function');
    expect(typeof Worker.prototype.startStalledCheckTimer).toBe('function');
  });

  test('asks what is next just before it finishes a job, and answers with the next', async () => {
    await queue.addBulk(['one', 'two'].map((name) => ({ name, data: {} })));
    const asked: string[] = [];
    const job = await worker.getNextJob('token', { block: false });
    const next = await worker.processJob(job, 'token', () => asked.push('next?') > 0);
    expect(asked).toEqual(['next?']);
    expect(next?.name).toBe('two');
    expect(await worker.processJob(next as never, 'token', () => false)).toBeUndefined();
  });

  test('tells when the next delayed job is due, and until when the queue is limited', async () => {
    expect(await worker.getNextJob('token', { block: false })).toBeUndefined();
    expect([worker.nextDelayed, worker.limitedUntil]).toEqual([0, 0]);
    const due = Date.now() + 60_000;
    await queue.add('later', {}, { delay: 60_000, timestamp: due - 60_000 });
    expect(await worker.getNextJob('token', { block: false })).toBeUndefined();
    expect(Math.abs(worker.nextDelayed - due)).toBeLessThan(10);
  });

  test('marks a queue that has work in a sorted set of its own', async () => {
    const redis = new Redis(testRedisUrl());
    await queue.add('now', {});
    const members = await redis.zrange(String(worker.keys['marker']), 0, -1, 'WITHSCORES');
    await redis.quit();
    expect(members.slice(0, 2)).toEqual(['0', '0']);
  });

  test('shares a connection and a blocking connection between queues', async () => {
    const { client, blockingClient } = root as unknown as {
      client: Promise<object>;
      blockingClient: Promise<object>;
    };
    expect(await client).toHaveProperty('zadd');
    expect(await blockingClient).toHaveProperty('bzpopmin');
  });
});

function redisOptions() {
  const { hostname, port } = new URL(testRedisUrl());
  return { host: hostname, port: Number(port || 6379) };
}

import { Queue, Worker } from 'bullmq';
import { Cluster } from 'ioredis';
import { startRedis, withRedis, type RedisServer } from '../../../../../../tests/support/redis';
import { waitFor } from '../../../../../../tests/support/wait-for';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import { rejection } from '../../../support/rejection';

const TIMEOUT = 2000;
/** What a busy machine may add. */
const SLACK = 5000;
const SLOTS = Array.from({ length: 16_384 }, (_, slot) => slot);

describe('a Redis Cluster', () => {
  let node: RedisServer;

  beforeAll(async () => {
    node = await startRedis({
      args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
    });
    await withRedis(node.url, async (redis) => {
      await redis.call('CLUSTER', 'ADDSLOTS', ...SLOTS);
      await waitFor(async () =>
        String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok'),
      );
    });
  });
  afterAll(() => node.stop());

  it('keeps locks and limits, all keys of which lie on one slot', async () => {
    const own = new Cluster([{ host: '127.0.0.1', port: node.port }]);
    const store = await openStore({ redis: own }, { enqueueTimeout: 30_000 });
    await store.ready(30_000);
    const { locks, turnstile } = store;
    const request = { key: 'lock:a::b {c}', owner: 'me', ttl: 60_000 };
    const answer = await locks.acquire(request);
    expect(await locks.list()).toEqual([answer.granted && answer.lock]);
    expect(await locks.renew([{ ...request, fence: 1 }])).toEqual([true]);
    expect(await locks.release(request)).toBe(true);

    const limit = { key: 'limit:{x}', slots: 1, ttl: 60_000, waits: true };
    const throttle = { key: 'throttle:{y}', starts: 1, per: 60_000 };
    const comer = { queue: 'q', id: '1', name: 'TestJob', token: 't', dueAt: Date.now() };
    const passage = await turnstile.enter(comer, { limit, throttle });
    expect(passage).toMatchObject({ kind: 'entered', slot: { key: limit.key, owner: 'q:1' } });
    const next = await turnstile.enter({ ...comer, id: '2' }, { limit, throttle });
    expect(next).toMatchObject({ kind: 'blocked' });
    if (passage.kind === 'entered' && passage.slot) await turnstile.leave(passage.slot);
    await turnstile.heal();
    expect(await locks.list()).toEqual([]);
    await store.close();
    own.disconnect();
  });

  it('runs jobs, rejects in bounded time when it is away, and never closes what it was given', async () => {
    const own = new Cluster([{ host: '127.0.0.1', port: node.port }]);
    own.on('error', () => {});
    const store = await openStore({ redis: own }, { enqueueTimeout: TIMEOUT });
    expect(await store.check({ production: true })).toEqual([]);
    const parts = store.queueOptions();
    const queue = new Queue('q', parts.options, parts.factory as never);
    await queue.addBulk([
      { name: 'job', data: {}, opts: { jobId: 'x1' } },
      { name: 'job', data: {}, opts: { jobId: 'x2' } },
    ]);

    const done: string[] = [];
    const { options, factory } = store.workerOptions();
    const worker = new Worker(
      'q',
      async ({ id }) => void done.push(id!),
      options,
      factory as never,
    );
    worker.on('error', () => {});
    await waitFor(() => done.length === 2);
    await worker.close(true);
    expect(own.status).toBe('ready');
    own.disconnect();

    await node.kill();
    const { after } = await rejection(queue.add('job', {}));
    expect(after).toBeLessThan(TIMEOUT + SLACK);
    const start = performance.now();
    await store.close();
    expect(performance.now() - start).toBeLessThan(TIMEOUT + SLACK);
  });

  it('is refused when it is taken for a single server', async () => {
    await node.stop();
    node = await startRedis({
      args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
    });
    const store = await openStore(node.url, { enqueueTimeout: TIMEOUT });
    const { error } = await rejection(store.check({ production: false }));
    await store.close();
    expect(error).toMatchObject({
      code: 'DROVER_STORE_URL',
      message: expect.stringContaining('new Cluster'),
    });
  });
});

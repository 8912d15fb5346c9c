import type { ProcessRecord } from '../../../../src/adapters/process-directory';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import type { BullStore } from '../../../../src/adapters/bullmq/store';
import { startRedis, withRedis, type RedisServer } from '../../../../../../tests/support/redis';
import { waitFor } from '../../../../../../tests/support/wait-for';

function record(id: string): ProcessRecord {
  const own = { id, hostname: 'host', pid: 1, version: '1', startedAt: 1, beatAt: 2 };
  return { ...own, queues: [], concurrency: 1, busy: 0, rss: 1, quiet: false, running: [] };
}

describe('the processes on Redis', () => {
  let redis: RedisServer;
  let store: BullStore;

  beforeAll(async () => {
    redis = await startRedis();
    store = await openStore(redis.url, { namespace: 'app' });
    await store.ready(5000);
  });
  afterAll(async () => {
    await store.close();
    await redis.stop();
  });

  const calls = async () => {
    const stats = await withRedis(redis.url, (client) => client.info('commandstats'));
    const count = (name: string) =>
      Number(new RegExp(`_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    return { set: count('set'), sadd: count('sadd') };
  };

  test('a beat is one command', async () => {
    for (let beat = 0; beat < 20; beat += 1) await store.processes.beat(record('a'), 60_000);
    expect(await calls()).toEqual({ set: 20, sadd: 1 });
  });

  test('a process is known again after Redis has lost everything', async () => {
    await withRedis(redis.url, (client) => client.flushall());
    expect(await store.processes.list()).toEqual([]);
    await store.processes.beat(record('a'), 60_000);
    expect(await store.processes.list()).toEqual([record('a')]);
  });

  test('of a process that went silent nothing stays behind', async () => {
    await store.processes.beat(record('b'), 30);
    await waitFor(async () => (await store.processes.list()).length === 1);
    const left = await withRedis(redis.url, (client) => client.smembers('app:processes'));
    expect(left).toEqual(['a']);
  });
});

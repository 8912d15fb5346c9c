import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { close, configure, EnqueueError, Job, startWorker } from '@drover/core';
import type { Redis } from 'ioredis';
import { TcpProxy } from '../packages/core/test/support/tcp-proxy';
import { rejection } from '../packages/core/test/support/rejection';
import { freePort } from './support/free-port';
import { startRedis, withRedis, type RedisServer } from './support/redis';
import { waitFor } from './support/wait-for';

const performed: number[] = [];

class CountedJob extends Job {
  async perform(number: number): Promise<void> {
    performed.push(number);
  }
}

/** Where a job is that has not come to a good end. */
const LISTS = ['wait', 'active', 'delayed', 'failed'];

const ENQUEUE_TIMEOUT = 2500;
/** What a busy machine may add. */
const SLACK = 5000;
const options = {
  namespace: 'trouble',
  jobs: [CountedJob],
  enqueueTimeout: ENQUEUE_TIMEOUT,
  logLevel: 'silent',
} as const;

afterEach(async () => {
  await close();
  performed.length = 0;
});

describe('a reply that is lost on its way back', () => {
  let redis: RedisServer;
  let proxy: TcpProxy;

  beforeAll(async () => {
    redis = await startRedis();
    proxy = await TcpProxy.start(redis.port);
  });
  afterAll(async () => {
    await proxy.close();
    await redis.stop();
  });

  test('leaves the job stored once, and the producer knows that it is', async () => {
    const { enqueueTimeout: _, ...patient } = options;
    configure({ ...patient, store: `redis://127.0.0.1:${proxy.port}` });
    await CountedJob.performLater(1);
    const connections = proxy.accepted;

    proxy.dropAfter(0);
    const enqueue = CountedJob.performLater(2);
    const isStored = (id: string) =>
      withRedis(redis.url, (visitor) => visitor.exists(`trouble:default:${id}`));
    const stored = () => withRedis(redis.url, (visitor) => visitor.llen('trouble:default:wait'));
    await waitFor(async () => (await stored()) === 2, { what: 'the job to be stored' });
    await waitFor(() => proxy.accepted > connections, { what: 'the connection to be cut' });
    await proxy.pass();

    const job = await enqueue;
    expect(job.enqueued).toBe(true);
    expect(await isStored(job.id)).toBe(1);
    expect(await stored()).toBe(2);
  });
});

describe('a Redis that is killed and comes back', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-appendonly-'));
  const args = ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', folder];
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('costs no job that was stored, and the worker goes on by itself', async () => {
    const port = await freePort();
    let redis = await startRedis({ port, args });
    try {
      configure({
        ...options,
        store: redis.url,
        lockDuration: '2 seconds',
        stalledInterval: '1 second',
      });
      await startWorker({ concurrency: 5 });

      const stored: number[] = [];
      let refused = 0;
      let enough = false;
      const produce = async () => {
        for (let number = 1; !enough; number += 1) {
          await CountedJob.performLater(number).then(
            () => void stored.push(number),
            () => void (refused += 1),
          );
        }
      };
      const producing = produce();
      await waitFor(() => performed.length >= 100, { what: 'work to be done' });
      const before = stored.length;

      await redis.kill();
      redis = await startRedis({ port, args });
      await waitFor(() => stored.length >= before + 100, { what: 'the producer to go on' });
      enough = true;
      await producing;

      const isLeft = (visitor: Redis) =>
        visitor.exists(...LISTS.map((list) => `trouble:default:${list}`));
      await waitFor(async () => (await withRedis(redis.url, isLeft)) === 0, {
        what: 'all jobs to be done',
      });
      const missing = stored.filter((number) => !performed.includes(number));
      expect(missing).toEqual([]);
      expect(stored.length).toBeGreaterThanOrEqual(200);
      expect(refused).toBeLessThan(10);
    } finally {
      await close();
      await redis.stop();
    }
  });
});

describe('a Redis that is not there', () => {
  const expected = {
    code: 'DROVER_ENQUEUE_FAILED',
    cause: expect.objectContaining({ code: 'DROVER_STORE_UNREACHABLE' }) as Error,
  };

  test('makes the first enqueue reject in time', async () => {
    configure({ ...options, store: `redis://127.0.0.1:${await freePort()}` });
    const { error, after } = await rejection(CountedJob.performLater(1));
    expect(error).toBeInstanceOf(EnqueueError);
    expect(error).toMatchObject(expected);
    expect(after).toBeLessThan(ENQUEUE_TIMEOUT + SLACK);
  });

  test('makes an enqueue reject in time when it was there a moment ago', async () => {
    const redis = await startRedis();
    try {
      configure({ ...options, store: redis.url });
      await CountedJob.performLater(1);
      await redis.kill();

      const { error, after } = await rejection(CountedJob.performLater(2));
      expect(error).toBeInstanceOf(EnqueueError);
      expect(error).toMatchObject({ code: 'DROVER_ENQUEUE_FAILED' });
      expect(after).toBeLessThan(ENQUEUE_TIMEOUT + SLACK);
    } finally {
      await redis.stop();
    }
  });

  test('makes an enqueue reject in time when it hangs', async () => {
    const redis = await startRedis();
    const proxy = await TcpProxy.start(redis.port);
    try {
      configure({ ...options, store: `redis://127.0.0.1:${proxy.port}` });
      await CountedJob.performLater(1);
      proxy.hold();

      const { error, after } = await rejection(CountedJob.performLater(2));
      expect(error).toMatchObject({ code: 'DROVER_ENQUEUE_FAILED' });
      expect(after).toBeLessThan(ENQUEUE_TIMEOUT + SLACK);
    } finally {
      await close();
      await proxy.close();
      await redis.stop();
    }
  });
});

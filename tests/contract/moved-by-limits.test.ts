import { Redis } from 'ioredis';
import { BLOCKED_BY } from '../../packages/core/src/adapters/bullmq/redis/limit-functions';
import { RedisTurnstile } from '../../packages/core/src/adapters/bullmq/redis/redis-turnstile';
import type { Consumer } from '../../packages/core/src/adapters/consumer';
import type { Delivery } from '../../packages/core/src/adapters/delivery';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { openTestStore, storedJob, type TestStore } from './stores';

/** What the worker leaves there, sooner or later, and a counter that only counts upwards. */
const OF_THE_WORKER = /:(?:nudge:.*|stalled-check|marker|pc)$/;

/**
 * Limits move jobs by scripts of our own. Whatever BullMQ's own scripts leave behind, ours must leave
 * behind as well: a version of BullMQ that does it in another way fails here.
 */
describe('a job that is moved by a limit', () => {
  let store: TestStore;
  let redis: Redis;
  let prefix: string;
  let consumer: Consumer | undefined;

  beforeAll(async () => {
    store = (await openTestStore('redis')) as TestStore;
    redis = new Redis(testRedisUrl());
    prefix = (await store.inspect('probe')).keys['']?.replace(':probe:', '') ?? '';
  });

  afterEach(() => consumer?.stop({ timeout: 0, reason: 'test over' }));

  afterAll(async () => {
    redis.disconnect();
    await store.close();
  });

  /** What the keys of a queue hold, but for what differs from job to job. */
  async function snapshot(queue: string, id: string): Promise<Record<string, unknown>> {
    const names = await redis.keys(`${prefix}:${queue}:*`);
    const held: Record<string, unknown> = {};
    for (const name of names.toSorted().filter((each) => !OF_THE_WORKER.test(each))) {
      const key = name.replace(`${prefix}:${queue}:`, '').replace(id, 'ID');
      const type = await redis.type(name);
      if (type === 'list')
        held[key] = (await redis.lrange(name, 0, -1)).map((each) => each.replace(id, 'ID'));
      else if (type === 'zset')
        held[key] = (await redis.zrange(name, 0, -1)).map((each) => each.replace(id, 'ID'));
      else if (type === 'hash') held[key] = await fieldsOf(name);
      else if (type === 'stream')
        held[key] = (await redis.xrange(name, '-', '+')).map(([, fields]) =>
          fields.filter(
            (_, at) => at % 2 === 0 || fields[at - 1] === 'event' || fields[at - 1] === 'prev',
          ),
        );
      else held[key] = type;
    }
    return held;
  }

  /** But for the one that is ours. */
  async function fieldsOf(name: string): Promise<string[]> {
    const fields = Object.keys(await redis.hgetall(name)).toSorted();
    return fields.filter((field) => field !== BLOCKED_BY);
  }

  /** Runs one job that parks itself, by BullMQ's way or by a limit's. */
  async function parked(how: 'BullMQ' | 'limit', priority: number): Promise<[string, string]> {
    const queue = store.queue();
    const job = storedJob(queue, { priority });
    await store.adapter.enqueue(job);
    let done = false;
    await store.adapter.locks().acquire({ key: `limit:${queue}`, owner: 'a test', ttl: 60_000 });
    consumer = await store.adapter.consume(
      [{ queues: [{ name: queue }], concurrency: 1 }],
      async (delivery: Delivery) => {
        done = true;
        if (how === 'BullMQ') return { kind: 'snoozed', delay: 3_600_000 };
        const limit = { key: `limit:${queue}`, slots: 1, ttl: 60_000, waits: true };
        const entry = await delivery.enter?.({ limit });
        expect(entry).toEqual({ kind: 'blocked', key: `limit:${queue}` });
        return { kind: 'blocked', key: `limit:${queue}` };
      },
    );
    const bull = await store.inspect(queue);
    await waitFor(async () => done && (await bull.getDelayedCount()) === 1);
    await consumer.stop({ timeout: 1000, reason: 'parked' });
    return [queue, job.id];
  }

  test.each([0, 7])('lies where one that BullMQ delays lies (priority %s)', async (priority) => {
    const ours = await snapshot(...(await parked('limit', priority)));
    const theirs = await snapshot(...(await parked('BullMQ', priority)));
    expect(ours).toEqual(theirs);
  });

  test.each([0, 7])('lies where one that BullMQ promotes lies (priority %s)', async (priority) => {
    const [queue, id] = await parked('limit', priority);
    const [held] = await store.adapter.locks().list(`limit:${queue}`);
    if (!held) throw new Error('Nobody holds the slot');
    await new RedisTurnstile(redis, prefix).leave({ ...held, slots: 1, ttl: 60_000 });
    const ours = await snapshot(queue, id);

    const [otherQueue, otherId] = await parked('BullMQ', priority);
    const bull = await store.inspect(otherQueue);
    await (await bull.getJob(otherId))?.promote();
    expect(ours).toEqual(await snapshot(otherQueue, otherId));
  });
});

import { Redis } from 'ioredis';
import type { Consumer, Perform } from '../../packages/core/src/adapters/queue-adapter';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { openTestStore, storedJob, type TestStore } from './stores';

let store: TestStore;
let consumers: Consumer[] = [];

beforeAll(async () => {
  store = (await openTestStore('redis')) as TestStore;
});

afterEach(async () => {
  await Promise.all(
    consumers.map((consumer) => consumer.stop({ timeout: 0, reason: 'test over' })),
  );
  consumers = [];
});

afterAll(() => store.close());

async function consume(
  queues: readonly (readonly [string, number])[],
  concurrency: number,
  perform: Perform,
): Promise<void> {
  consumers.push(
    await store.adapter.consume(
      { queues: queues.map(([name, weight]) => ({ name, weight })), concurrency },
      perform,
    ),
  );
}

async function connections(): Promise<number> {
  const redis = new Redis(testRedisUrl());
  const list = (await redis.client('LIST')) as string;
  await redis.quit();
  return list.trim().split('\n').length;
}

test('a consumer holds two connections, however many queues it serves', async () => {
  await store.adapter.enqueue(storedJob(store.queue()));
  const before = await connections();
  await consume(
    Array.from({ length: 20 }, () => [store.queue(), 1] as const),
    10,
    async () => ({ kind: 'completed' }),
  );
  await waitFor(async () => (await connections()) === before + 2, { what: 'two more connections' });
});

test('starts follow the weights while every queue has work', async () => {
  const shares = [
    [store.queue(), 6],
    [store.queue(), 3],
    [store.queue(), 1],
  ] as const;
  await store.adapter.enqueueAll(
    shares.flatMap(([queue]) => Array.from({ length: 1000 }, () => storedJob(queue))),
  );
  const starts: string[] = [];
  await consume(shares, 5, async ({ queue }) => {
    starts.push(queue);
    return { kind: 'completed' };
  });
  await waitFor(() => starts.length >= 1000, { timeout: 20_000 });
  const first = starts.slice(0, 1000);
  for (const [queue, weight] of shares) {
    const share = weight / 10;
    const sigma = Math.sqrt(1000 * share * (1 - share));
    const count = first.filter((name) => name === queue).length;
    expect(Math.abs(count - 1000 * share)).toBeLessThan(4 * sigma);
  }
}, 30_000);

test('over queues, delays and two consumers no job is lost, run twice, or five seconds late', async () => {
  const queues = Array.from({ length: 4 }, (_, index) => [store.queue(), index + 1] as const);
  const lateness = new Map<string, number>();
  let twice = 0;
  const perform: Perform = async ({ id, data }) => {
    if (lateness.has(id)) twice += 1;
    lateness.set(id, Date.now() - Number(data.args[0]));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    return { kind: 'completed' };
  };
  for (let each = 0; each < 2; each += 1) await consume(queues, 3, perform);
  const jobs = 600;
  for (let index = 0; index < jobs; index += 1) {
    const delay = index % 5 === 0 ? Math.round(Math.random() * 500) : 0;
    const due = Date.now() + delay;
    const queue = queues[Math.floor(Math.random() * 4)]?.[0] ?? '';
    await store.adapter.enqueue(
      storedJob(queue, { data: { drover: 1, args: [due] }, ...(delay && { scheduledAt: due }) }),
    );
    if (index % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await waitFor(() => lateness.size === jobs, { timeout: 20_000, what: 'every job' });
  expect(twice).toBe(0);
  expect(Math.min(...lateness.values())).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lateness.values())).toBeLessThan(4000);
}, 40_000);

test('a job for a sleeping queue starts as soon as a slot is free, before jobs behind it in strict order', async () => {
  const [critical, low] = [store.queue(), store.queue()];
  const started: string[] = [];
  const perform: Perform = async ({ queue }) => {
    started.push(queue);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { kind: 'completed' };
  };
  consumers.push(
    await store.adapter.consume(
      { queues: [{ name: critical }, { name: low }], concurrency: 1 },
      perform,
    ),
  );
  await store.adapter.enqueueAll(Array.from({ length: 30 }, () => storedJob(low)));
  await waitFor(() => started.length >= 3);
  await store.adapter.enqueue(storedJob(critical));
  const before = started.length;
  await waitFor(() => started.includes(critical));
  expect(started.indexOf(critical)).toBeLessThanOrEqual(before + 1);
});

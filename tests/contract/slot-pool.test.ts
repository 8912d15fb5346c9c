import { Redis } from 'ioredis';
import type { Consumer } from '../../packages/core/src/adapters/consumer';
import type { Perform } from '../../packages/core/src/adapters/delivery';
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
      [{ queues: queues.map(([name, weight]) => ({ name, weight })), concurrency }],
      perform,
    ),
  );
}

/** The connections of the store, by what they do. */
async function clients(): Promise<readonly { cmd: string }[]> {
  const redis = new Redis(testRedisUrl());
  const list = (await redis.client('LIST')) as string;
  await redis.quit();
  const lines = list.split('\n').filter((line) => line.includes(` name=${store.namespace}:`));
  return lines.map((line) => ({ cmd: / cmd=(\S+)/.exec(line)?.[1] ?? '' }));
}

async function connections(): Promise<number> {
  return (await clients()).length;
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

describe('with three capsules', () => {
  /** Jobs that run until they are let go, by queue. */
  function stage() {
    const running = new Map<string, number>();
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const perform: Perform = async ({ queue }) => {
      running.set(queue, (running.get(queue) ?? 0) + 1);
      await released;
      return { kind: 'completed' };
    };
    return { running, perform, release };
  }

  const capsule = (queue: string, concurrency: number) => ({
    queues: [{ name: queue }],
    concurrency,
  });

  test('a consumer holds two connections all the same, and one wait over all their queues', async () => {
    await store.adapter.enqueue(storedJob(store.queue()));
    const before = await connections();
    const capsules = [1, 2, 3].map((concurrency) => capsule(store.queue(), concurrency));
    const perform: Perform = async () => ({ kind: 'completed' });
    consumers.push(await store.adapter.consume(capsules, perform));
    await waitFor(async () => (await connections()) === before + 2, {
      what: 'two more connections',
    });
    const waits = async () => (await clients()).filter(({ cmd }) => cmd === 'bzpopmin').length;
    await waitFor(async () => (await waits()) === 1, { what: 'one blocking wait' });
  });

  test('each has slots of its own: none takes or waits for those of another', async () => {
    const [serial, pair, free] = [store.queue(), store.queue(), store.queue()];
    const { running, perform, release } = stage();
    const capsules = [capsule(serial, 1), capsule(pair, 2), capsule(free, 3)];
    consumers.push(await store.adapter.consume(capsules, perform));
    for (const queue of [serial, pair, free])
      await store.adapter.enqueueAll(Array.from({ length: 6 }, () => storedJob(queue)));
    await waitFor(() => [...running.values()].reduce((a, b) => a + b, 0) === 6);
    expect(Object.fromEntries(running)).toEqual({ [serial]: 1, [pair]: 2, [free]: 3 });
    release();
    await waitFor(() => [...running.values()].every((count) => count === 6));
  });

  test('a queue that two of them serve has the slots of both', async () => {
    const shared = store.queue();
    const { running, perform, release } = stage();
    const capsules = [capsule(shared, 1), capsule(shared, 2), capsule(store.queue(), 3)];
    consumers.push(await store.adapter.consume(capsules, perform));
    await waitFor(async () => (await clients()).some(({ cmd }) => cmd === 'bzpopmin'));
    for (let jobs = 1; jobs <= 3; jobs += 1) {
      await store.adapter.enqueue(storedJob(shared));
      await waitFor(() => running.get(shared) === jobs);
    }
    release();
  });
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
  await waitFor(() => starts.length >= 1000);
  const first = starts.slice(0, 1000);
  for (const [queue, weight] of shares) {
    const share = weight / 10;
    const sigma = Math.sqrt(1000 * share * (1 - share));
    const count = first.filter((name) => name === queue).length;
    expect(Math.abs(count - 1000 * share)).toBeLessThan(4 * sigma);
  }
});

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
  await waitFor(() => lateness.size === jobs, { what: 'every job' });
  expect(twice).toBe(0);
  expect(Math.min(...lateness.values())).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lateness.values())).toBeLessThan(4900);
});

test('of completed jobs about a thousand are kept', async () => {
  const name = store.queue();
  let done = 0;
  await store.adapter.enqueueAll(Array.from({ length: 1300 }, () => storedJob(name)));
  await consume([[name, 1]], 10, async () => {
    done += 1;
    return { kind: 'completed' };
  });
  await waitFor(() => done === 1300);
  const bull = await store.inspect(name);
  await waitFor(async () => (await bull.getActiveCount()) === 0);
  expect(await bull.getCompletedCount()).toBeGreaterThanOrEqual(1000);
  expect(await bull.getCompletedCount()).toBeLessThan(1030);
});

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
      [{ queues: [{ name: critical }, { name: low }], concurrency: 1 }],
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

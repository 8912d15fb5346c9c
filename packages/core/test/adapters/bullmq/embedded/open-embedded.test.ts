import { createPostgresBackend, Queue, Worker, type Processor } from 'bullmq';
import { once } from 'node:events';
import {
  openEmbedded,
  type EmbeddedStore,
} from '../../../../src/adapters/bullmq/embedded/open-embedded';

let store: EmbeddedStore;
const opened: { close(): Promise<void> }[] = [];
let queues = 0;

beforeAll(async () => {
  store = await openEmbedded();
});

afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part.close();
});

afterAll(() => store.close());

async function openQueue() {
  const queue = new Queue(
    `queue-${++queues}`,
    { connection: store.pool as never },
    createPostgresBackend,
  );
  opened.push(queue);
  await queue.waitUntilReady();
  return queue;
}

async function work(queue: { name: string }, perform: Processor, concurrency = 1) {
  const worker = new Worker(
    queue.name,
    perform,
    { connection: store.pool as never, concurrency },
    createPostgresBackend,
  );
  worker.on('error', () => undefined);
  opened.push(worker);
  await worker.waitUntilReady();
  return worker;
}

/** Resolves with the ids of the jobs performed, when there are `count`. */
function performed(worker: Awaited<ReturnType<typeof work>>, count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const ids: string[] = [];
    worker.on('completed', ({ id }) => {
      if (ids.push(id ?? '') === count) resolve(ids);
    });
  });
}

describe('BullMQ on the embedded store', () => {
  it('performs a job and keeps what it returned', async () => {
    const queue = await openQueue();
    const worker = await work(queue, async ({ data }) => ({ doubled: data.n * 2 }));
    const done = performed(worker, 1);
    const job = await queue.add('double', { n: 21 });
    await done;
    expect((await queue.getJob(job.id ?? ''))?.returnvalue).toEqual({ doubled: 42 });
  });

  it('performs a delayed job when it is due, not before', async () => {
    const queue = await openQueue();
    let startedAt = 0;
    const worker = await work(queue, async () => void (startedAt = Date.now()));
    const done = performed(worker, 1);
    const dueAt = Date.now() + 300;
    await queue.add('later', {}, { delay: 300 });
    await done;
    expect(startedAt).toBeGreaterThanOrEqual(dueAt);
    expect(startedAt).toBeLessThan(dueAt + 4_500);
  });

  it('wakes an idle worker at once', async () => {
    const queue = await openQueue();
    const worker = await work(queue, async () => undefined);
    const first = performed(worker, 1);
    await queue.add('first', {});
    await first;
    const done = performed(worker, 1);
    const addedAt = performance.now();
    await queue.add('second', {});
    await done;
    // An idle worker that was not woken would look again after five seconds.
    expect(performance.now() - addedAt).toBeLessThan(4_500);
  });

  it('lists the workers of a queue by name', async () => {
    const queue = await openQueue();
    await work(queue, async () => undefined);
    expect(await queue.getWorkersCount()).toBe(1);
  });

  it('records a failure with its reason', async () => {
    const queue = await openQueue();
    const worker = await work(queue, () => Promise.reject(new Error('no paper')));
    const failed = once(worker, 'failed');
    await queue.add('print', {});
    const [job] = await failed;
    expect((await queue.getJob(job.id))?.failedReason).toBe('no paper');
  });

  it('goes on while global concurrency keeps workers waiting', async () => {
    const queue = await openQueue();
    await queue.setGlobalConcurrency(1);
    let running = 0;
    let most = 0;
    const perform = async () => {
      most = Math.max(most, ++running);
      // Needs the timers of a process that spins in its fetch loop.
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
    };
    const worker = await work(queue, perform, 5);
    const done = performed(worker, 5);
    await queue.addBulk(Array.from({ length: 5 }, () => ({ name: 'one-at-a-time', data: {} })));
    await done;
    expect(most).toBe(1);
  });
});

describe('closing', () => {
  it('waits for the queries under way, refuses later ones, and may be asked for twice', async () => {
    const closing = await openEmbedded();
    const underWay = closing.pool.query('SELECT $1::text AS answer', ['in time']);
    const closed = [closing.close(), closing.close()];
    const tooLate = closing.pool.query('SELECT 1');
    await expect(tooLate).rejects.toMatchObject({ code: 'DROVER_STORE_UNREACHABLE' });
    await expect(tooLate).rejects.toThrow('The embedded store was closed before this query came.');
    await expect(closing.pool.connect()).rejects.toThrow('was closed');
    expect((await underWay).rows).toEqual([{ answer: 'in time' }]);
    await Promise.all(closed);
    await closing.close();
  });

  it('does not wait for a transaction that nobody can end any more', async () => {
    const closing = await openEmbedded();
    const client = await closing.pool.connect();
    await client.query('BEGIN');
    const queued = closing.pool.query('SELECT 1 AS one');
    await closing.close();
    expect((await queued).rows).toEqual([{ one: 1 }]);
    await expect(client.query('COMMIT')).rejects.toThrow('was closed');
  });
});

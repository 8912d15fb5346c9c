import type { ProcessRecord } from '../../packages/core/src/adapters/process-directory';
import type { Consumer } from '../../packages/core/src/adapters/consumer';
import type { Perform } from '../../packages/core/src/adapters/delivery';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('operations on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  async function consume(open: TestStore, queue: string, perform: Perform): Promise<Consumer> {
    const consumer = await open.adapter.consume(
      [{ queues: [{ name: queue }], concurrency: 1 }],
      perform,
    );
    consumers.push(consumer);
    return consumer;
  }

  /** Jobs that have failed one after the other. */
  async function failed(open: TestStore, count: number, overrides = {}): Promise<string> {
    const queue = open.queue();
    const jobs = Array.from({ length: count }, () => storedJob(queue, overrides));
    await open.adapter.enqueueAll(jobs);
    const consumer = await consume(open, queue, async ({ id }) => ({
      kind: 'failed',
      error: new RangeError(`no ${id}`),
    }));
    await waitFor(async () => (await open.adapter.inspect().look(queue)).size.failed === count, {
      what: 'the jobs to fail',
    });
    await consumer.stop({ timeout: 1000, reason: 'test' });
    return queue;
  }

  describe('the process directory', () => {
    const LONG = 60_000;

    function record(id: string, overrides: Partial<ProcessRecord> = {}): ProcessRecord {
      const running = [{ id: '1', name: 'TestJob', queue: 'default', since: 5 }];
      const own = { id, hostname: 'host', pid: 42, version: '1.2.3', startedAt: 1, beatAt: 2 };
      const queues = [{ name: 'default', weight: 3 }];
      return {
        ...own,
        queues,
        concurrency: 10,
        busy: 1,
        rss: 1e8,
        quiet: false,
        running,
        ...overrides,
      };
    }

    onStore('lists what announced itself, as it said last, the oldest first', async (open) => {
      const directory = open.adapter.processes();
      expect(await directory.list()).toEqual([]);
      const [young, old] = [record('young', { startedAt: 9 }), record('old', { startedAt: 3 })];
      await directory.beat({ ...young, busy: 0, running: [] }, LONG);
      await directory.beat(old, LONG);
      await directory.beat(young, LONG);
      expect(await directory.list()).toEqual([old, young]);
      await directory.remove('old');
      expect(await directory.list()).toEqual([young]);
      await directory.remove('young');
      await directory.remove('young');
      expect(await directory.list()).toEqual([]);
    });

    onStore('forgets who goes silent, and knows it again when it speaks', async (open) => {
      const directory = open.adapter.processes();
      await directory.beat(record('silent'), 40);
      await waitFor(async () => (await directory.list()).length === 0, { what: 'it to be gone' });
      await directory.beat(record('silent'), LONG);
      expect(await directory.list()).toEqual([record('silent')]);
      await directory.remove('silent');
    });

    onStore(
      'a process hears at its next beat what it was told, a stop before all, and no other does',
      async (open) => {
        const directory = open.adapter.processes();
        const [told, other] = [record('told', { running: [] }), record('other', { startedAt: 9 })];
        expect(await directory.beat(told, LONG)).toBeUndefined();
        expect(await directory.beat(other, LONG)).toBeUndefined();
        expect(await directory.command('told', 'quiet')).toBe(true);
        expect(await directory.command('told', 'stop')).toBe(true);
        expect(await directory.command('told', 'quiet')).toBe(true);
        expect(await directory.list()).toEqual([{ ...told, commanded: 'stop' }, other]);
        expect(await directory.beat(other, LONG)).toBeUndefined();
        expect(await directory.beat(told, LONG)).toBe('stop');
        expect(await directory.beat(told, LONG, 'stop')).toBeUndefined();
        expect(await directory.list()).toEqual([told, other]);
        expect(await directory.beat(told, LONG)).toBeUndefined();
        await directory.remove('told');
        await directory.remove('other');
      },
    );

    onStore('it hears it again until it says so, and what it was told since then', async (open) => {
      const directory = open.adapter.processes();
      const told = record('told');
      await directory.beat(told, LONG);
      await directory.command('told', 'quiet');
      expect(await directory.beat(told, LONG)).toBe('quiet');
      expect(await directory.list()).toEqual([{ ...told, commanded: 'quiet' }]);
      expect(await directory.beat(told, LONG)).toBe('quiet');
      await directory.command('told', 'stop');
      expect(await directory.beat(told, LONG, 'quiet')).toBe('stop');
      expect(await directory.beat(told, LONG, 'stop')).toBeUndefined();
      expect(await directory.list()).toEqual([told]);
      await directory.remove('told');
    });

    onStore('nobody who is gone is told anything, and nobody who comes after', async (open) => {
      const directory = open.adapter.processes();
      expect(await directory.command('nobody', 'stop')).toBe(false);
      await directory.beat(record('killed'), 40);
      await directory.command('killed', 'stop');
      await waitFor(async () => (await directory.list()).length === 0, { what: 'it to be gone' });
      expect(await directory.command('killed', 'stop')).toBe(false);
      expect(await directory.list()).toEqual([]);
    });
  });

  onStore('tells the size of a queue by state', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = open.queue();
    await open.adapter.enqueueAll([
      storedJob(queue),
      storedJob(queue),
      storedJob(queue, { priority: 4 }),
      storedJob(queue, { scheduledAt: Date.now() + 60_000 }),
    ]);
    const size = {
      waiting: 2,
      prioritized: 1,
      delayed: 1,
      active: 0,
      completed: 0,
      failed: 0,
      waitingForJobs: 0,
    };
    expect(await inspector.look(queue)).toMatchObject({ size, paused: false });
    await inspector.pause(queue);
    expect(await inspector.look(queue)).toMatchObject({ size, paused: true });
    expect(await inspector.queueNames()).toContain(queue);
  });

  onStore('looking at a queue does not make it', async (open) => {
    const inspector = open.adapter.inspect();
    expect(await inspector.look('nowhere')).toMatchObject({ paused: false, size: { waiting: 0 } });
    expect(await inspector.queueNames()).not.toContain('nowhere');
  });

  onStore('tells since when the oldest job waits, whatever its priority', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = open.queue();
    expect(await inspector.look(queue)).not.toHaveProperty('waitingSince');
    const now = Date.now();
    const ago = (enqueuedAt: number, overrides = {}) =>
      storedJob(queue, { enqueuedAt, ...overrides });
    await open.adapter.enqueue(ago(now - 90_000, { scheduledAt: now + 60_000 }));
    expect(await inspector.look(queue)).not.toHaveProperty('waitingSince');
    await open.adapter.enqueue(ago(now - 1000));
    expect(await inspector.look(queue)).toMatchObject({ waitingSince: now - 1000 });
    await open.adapter.enqueue(ago(now - 500, { priority: 1 }));
    await open.adapter.enqueue(ago(now - 7000, { priority: 2_000_000 }));
    expect(await inspector.look(queue)).toMatchObject({ waitingSince: now - 7000 });
  });

  onStore('nobody fetches from a paused queue until it is resumed', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = open.queue();
    await inspector.pause(queue);
    const seen: string[] = [];
    await consume(open, queue, async ({ id }) => {
      seen.push(id);
      return { kind: 'completed' };
    });
    await open.adapter.enqueue(storedJob(queue));
    const other = open.queue();
    await consume(open, other, async ({ id }) => {
      seen.push(id);
      return { kind: 'completed' };
    });
    const later = storedJob(other);
    await open.adapter.enqueue(later);
    await waitFor(() => seen.length > 0);
    expect(seen).toEqual([later.id]);
    await inspector.resume(queue);
    await waitFor(() => seen.length === 2);
  });

  onStore('clears what waits, in batches, and what is delayed only when told to', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = open.queue();
    const many = Array.from({ length: 1200 }, () => storedJob(queue));
    const soon = storedJob(queue, { scheduledAt: Date.now() + 60_000 });
    await open.adapter.enqueueAll([...many, storedJob(queue, { priority: 2 }), soon]);
    expect(await inspector.clear(queue, { delayed: false })).toBe(1201);
    expect((await inspector.look(queue)).size).toMatchObject({
      waiting: 0,
      prioritized: 0,
      delayed: 1,
    });
    expect(await inspector.clear(queue, { delayed: true })).toBe(1);
    expect((await inspector.look(queue)).size).toMatchObject({ delayed: 0 });
  });

  onStore('shows dead jobs in pages, with error, arguments and runs', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = await failed(open, 3, { data: { drover: 1, args: ['a', 2], executions: 4 } });
    const newest = await inspector.failedJobs(queue, { offset: 0, limit: 2, newestFirst: true });
    const oldest = await inspector.failedJobs(queue, { offset: 0, limit: 3, newestFirst: false });
    expect(
      oldest
        .map(({ id }) => id)
        .toReversed()
        .slice(0, 2),
    ).toEqual(newest.map(({ id }) => id));
    expect(await inspector.failedJobs(queue, { offset: 3, limit: 3, newestFirst: true })).toEqual(
      [],
    );
    const [job] = newest;
    expect(job).toMatchObject({ name: 'TestJob', queue, args: ['a', 2], attempts: 5 });
    expect(job?.error.message).toBe(`no ${job?.id}`);
    expect(job?.error.stack).toContain(`RangeError: no ${job?.id}`);
    expect(Date.now() - Number(job?.failedAt)).toBeLessThan(30_000);
    expect(await inspector.failedJob(queue, String(job?.id))).toEqual(job);
    expect(await inspector.failedJob(queue, 'unknown')).toBeUndefined();
  });

  onStore('a retried job has all its attempts before it, and its arguments', async (open) => {
    const inspector = open.adapter.inspect();
    const data = { drover: 1, args: ['x'], executions: 3, failures: { Error: 3 }, locale: 'de' };
    const queue = await failed(open, 1, { data, attempts: 5 });
    const [dead] = await inspector.failedJobs(queue, { offset: 0, limit: 1, newestFirst: true });
    const id = String(dead?.id);
    expect(await inspector.retry(queue, [id, 'unknown'])).toEqual({ retried: 1, duplicates: [] });
    expect(await inspector.retry(queue, [id])).toEqual({ retried: 0, duplicates: [] });
    expect(await inspector.remove(queue, [id])).toBe(0);
    const runs: unknown[] = [];
    await consume(open, queue, async (delivery) => {
      runs.push({ data: delivery.data, attemptsMade: delivery.attemptsMade });
      return { kind: 'completed' };
    });
    await waitFor(() => runs.length === 1);
    expect(runs).toEqual([{ data: { drover: 1, args: ['x'], locale: 'de' }, attemptsMade: 0 }]);
  });

  onStore('a removed job is gone', async (open) => {
    const inspector = open.adapter.inspect();
    const queue = await failed(open, 2);
    const page = await inspector.failedJobs(queue, { offset: 0, limit: 5, newestFirst: true });
    const ids = page.map(({ id }) => id);
    expect(await inspector.remove(queue, [...ids, 'unknown'])).toBe(2);
    expect(await inspector.remove(queue, ids)).toBe(0);
    expect((await inspector.look(queue)).size.failed).toBe(0);
  });

  onStore('examines itself', async (open) => {
    const findings = await open.adapter.inspect().examine();
    expect(findings[0]).toMatchObject({ level: 'ok', what: 'store' });
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

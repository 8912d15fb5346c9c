import type { Outcome } from '../../packages/core/src/adapters/outcome';
import type { StoredJob, UniqueLock } from '../../packages/core/src/adapters/stored-job';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

const HOUR = 3_600_000;

let keys = 0;
const newKey = () => `TestJob:${(keys += 1)}`;

function locked(queue: string, key: string, lock: Partial<UniqueLock> = {}): StoredJob {
  return storedJob(queue, {
    unique: { key, until: 'executed', onConflict: 'reject', ...lock },
  });
}

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('unique jobs on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  /** Has the jobs of a queue end so, once `release` is called. */
  async function work(open: TestStore, queue: string, outcome: Outcome) {
    const started: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const options = { queues: [{ name: queue }], concurrency: 5 };
    const consumer = await open.adapter.consume([options], async ({ id }) => {
      started.push(id);
      await released;
      return outcome;
    });
    consumers.push(consumer);
    return { started, release };
  }

  const count = async (open: TestStore, queue: string, state: 'completed' | 'failed' | 'delayed') =>
    (await (await open.inspect(queue)).getJobCounts(state))[state] ?? 0;

  onStore('of jobs with one key a queue keeps the first, and says which', async (open) => {
    const [queue, other] = [open.queue(), open.queue()];
    const key = newKey();
    const first = locked(queue, key);
    expect(await open.adapter.enqueue(first)).toEqual({});
    expect(await open.adapter.enqueue(locked(queue, key))).toEqual({ duplicateOf: first.id });
    expect(await open.adapter.enqueue(locked(queue, newKey()))).toEqual({});
    expect(await open.adapter.enqueue(locked(other, key))).toEqual({});
    expect(await (await open.inspect(queue)).getWaitingCount()).toBe(2);
  });

  onStore('a job sent twice is no duplicate of itself', async (open) => {
    const job = locked(open.queue(), newKey());
    await open.adapter.enqueue(job);
    expect(await open.adapter.enqueue(job)).toEqual({});
    expect(await open.adapter.enqueueAll([job, job])).toEqual([{}, {}]);
  });

  onStore('in bulk, duplicates of the store and of one another are refused', async (open) => {
    const queue = open.queue();
    const [one, two] = [newKey(), newKey()];
    const first = locked(queue, one);
    await open.adapter.enqueue(first);
    const second = locked(queue, two);
    const jobs = [locked(queue, one), second, locked(queue, two), storedJob(queue)];
    expect(await open.adapter.enqueueAll(jobs)).toEqual([
      { duplicateOf: first.id },
      {},
      { duplicateOf: second.id },
      {},
    ]);
    expect(await (await open.inspect(queue)).getWaitingCount()).toBe(3);
  });

  onStore('a lock until the run starts is over when it does', async (open) => {
    const queue = open.queue();
    const lock = { until: 'executing' as const };
    const key = newKey();
    const first = locked(queue, key, lock);
    await open.adapter.enqueue(first);
    const { started, release } = await work(open, queue, {
      kind: 'retried',
      delay: HOUR,
      error: new Error('busy'),
      data: { drover: 1, args: [] },
    });
    await waitFor(() => started.length === 1);
    const second = locked(queue, key, lock);
    expect(await open.adapter.enqueue(second)).toEqual({});
    await waitFor(() => started.length === 2);
    release();
    await waitFor(async () => (await count(open, queue, 'delayed')) === 2);
    // Both wait for their retries: the lock is still the second one's.
    const third = await open.adapter.enqueue(locked(queue, key, lock));
    expect(third).toEqual({ duplicateOf: second.id });
  });

  onStore('a lock until a time outlives its job', async (open) => {
    const queue = open.queue();
    const key = newKey();
    const until = (wait: number) => ({ until: 'expired' as const, expiresAt: Date.now() + wait });
    const first = locked(queue, key, until(HOUR));
    await open.adapter.enqueue(first);
    const brief = locked(queue, newKey(), until(500));
    await open.adapter.enqueue(brief);
    const { release } = await work(open, queue, { kind: 'completed' });
    release();
    await waitFor(async () => (await count(open, queue, 'completed')) === 2);
    const again = (asked: string) => open.adapter.enqueue(locked(queue, asked, until(HOUR)));
    expect(await again(key)).toEqual({ duplicateOf: first.id });
    await waitFor(async () => !(await again(brief.unique?.key ?? '')).duplicateOf);
  });

  onStore('a job whose lock has expired does not free that of its successor', async (open) => {
    const queue = open.queue();
    const key = newKey();
    await open.adapter.enqueue(locked(queue, key, { expiresAt: Date.now() }));
    const { started, release } = await work(open, queue, { kind: 'completed' });
    await waitFor(() => started.length === 1);
    const second = locked(queue, key, { expiresAt: Date.now() + HOUR });
    expect(await open.adapter.enqueue({ ...second, scheduledAt: Date.now() + HOUR })).toEqual({});
    release();
    await waitFor(async () => (await count(open, queue, 'completed')) === 1);
    const third = await open.adapter.enqueue(locked(queue, key));
    expect(third).toEqual({ duplicateOf: second.id });
  });

  onStore('whatever removes a job, the next one is stored', async (open) => {
    const queue = open.queue();
    const key = newKey();
    const bull = await open.inspect(queue);
    const roads = [
      (id: string) => bull.remove(id),
      () => bull.drain(),
      () => bull.clean(0, 100, 'wait'),
      () => bull.obliterate({ force: true }),
    ];
    for (const remove of roads) {
      const job = locked(queue, key);
      expect(await open.adapter.enqueue(job)).toEqual({});
      await remove(job.id);
      await bull.resume();
    }
    expect(await open.adapter.enqueue(locked(queue, key))).toEqual({});
    expect(await bull.getWaitingCount()).toBe(1);
  });

  onStore('a lock with a limit lets so many jobs have it', async (open) => {
    const queue = open.queue();
    const key = newKey();
    const three = () => locked(queue, key, { limit: 3 });
    const jobs = [three(), three(), three(), three()];
    const receipts = await Promise.all(jobs.map((job) => open.adapter.enqueue(job)));
    const refused = receipts.filter(({ duplicateOf }) => duplicateOf !== undefined);
    expect(refused).toHaveLength(1);
    const bull = await open.inspect(queue);
    expect(await bull.getWaitingCount()).toBe(3);
    const [one] = await bull.getWaiting();
    await bull.remove(one?.id ?? '');
    const results = await open.adapter.enqueueAll([three(), three()]);
    expect(results.filter((result) => 'duplicateOf' in result)).toHaveLength(1);
    expect(await bull.getWaitingCount()).toBe(3);
  });

  onStore('a lock across queues is one for all of them, and ends with its job', async (open) => {
    const [one, two] = [open.queue(), open.queue()];
    const key = newKey();
    const across = (queue: string) => locked(queue, key, { acrossQueues: true });
    const jobs = [across(one), across(two), across(one), across(two)];
    const receipts = await Promise.all(jobs.map((job) => open.adapter.enqueue(job)));
    const accepted = jobs.filter((_, index) => !receipts[index]?.duplicateOf);
    const [first] = accepted;
    expect(accepted).toHaveLength(1);
    expect(receipts.filter(({ duplicateOf }) => duplicateOf === first?.id)).toHaveLength(3);

    const dead = { queue: first?.queue ?? '', id: first?.id ?? '' };
    const broken = { kind: 'failed', error: new Error('broken') } as const;
    const { release } = await work(open, dead.queue, broken);
    release();
    await waitFor(async () => (await count(open, dead.queue, 'failed')) === 1);
    const other = dead.queue === one ? two : one;
    const second = across(other);
    expect(await open.adapter.enqueueAll([second, across(other)])).toEqual([
      {},
      { duplicateOf: second.id },
    ]);
    expect(await open.adapter.inspect().retry(dead.queue, [dead.id])).toMatchObject({
      retried: 0,
      duplicates: [{ duplicateOf: second.id }],
    });
    await (await open.inspect(other)).remove(second.id);
    const later = { enqueuedAt: Date.now() + 20_000 };
    const third = { ...across(one), ...later };
    expect(await open.adapter.enqueue(third)).toEqual({});
    expect(await open.adapter.enqueue({ ...across(two), ...later })).toEqual({
      duplicateOf: third.id,
    });
  });

  onStore('a lock across queues until a time outlives its job', async (open) => {
    const [one, two] = [open.queue(), open.queue()];
    const [key, other] = [newKey(), newKey()];
    const put = (queue: string, asked: string, wait: number) =>
      locked(queue, asked, {
        ...{ until: 'expired', acrossQueues: true, expiresAt: Date.now() + wait },
      });
    const first = put(one, key, HOUR);
    await open.adapter.enqueue(first);
    await open.adapter.enqueue(put(one, other, 500));
    const { release } = await work(open, one, { kind: 'completed' });
    release();
    await waitFor(async () => (await count(open, one, 'completed')) === 2);
    expect(await open.adapter.enqueue(put(two, key, HOUR))).toEqual({ duplicateOf: first.id });
    await waitFor(async () => !(await open.adapter.enqueue(put(two, other, HOUR))).duplicateOf);
  });

  onStore("'replace' takes the place of a job that waits, however it waits", async (open) => {
    const bull = await open.inspect(open.queue());
    const queue = bull.name;
    const lock = { onConflict: 'replace' as const };
    const ways = [{}, { priority: 3 }, { scheduledAt: Date.now() + HOUR }];
    for (const one of ways) {
      for (const two of ways) {
        const key = newKey();
        await open.adapter.enqueue({ ...locked(queue, key, lock), ...one });
        const second = { ...locked(queue, key, lock), ...two };
        expect(await open.adapter.enqueue(second)).toEqual({});
        const kept = await bull.getJobs(['waiting', 'prioritized', 'delayed']);
        expect(kept.map(({ id }) => id)).toEqual([second.id]);
        const third = locked(queue, key);
        expect(await open.adapter.enqueue(third)).toEqual({ duplicateOf: second.id });
        await bull.remove(second.id);
      }
    }
  });

  onStore(
    "'replace' leaves a job alone that runs, and one until a time that has ended",
    async (open) => {
      const queue = open.queue();
      const lock = { onConflict: 'replace' as const };
      const key = newKey();
      const running = locked(queue, key, lock);
      await open.adapter.enqueue(running);
      const { started, release } = await work(open, queue, { kind: 'completed' });
      await waitFor(() => started.length === 1);
      const replacing = () => open.adapter.enqueue(locked(queue, key, lock));
      expect(await replacing()).toEqual({ duplicateOf: running.id });
      release();
      await waitFor(async () => (await count(open, queue, 'completed')) === 1);
      expect(await replacing()).toEqual({});

      const until = { ...lock, until: 'expired' as const, expiresAt: Date.now() + HOUR };
      const timed = locked(queue, newKey(), until);
      await open.adapter.enqueue(timed);
      await waitFor(async () => (await count(open, queue, 'completed')) === 3);
      const again = locked(queue, timed.unique?.key ?? '', until);
      expect(await open.adapter.enqueue(again)).toEqual({ duplicateOf: timed.id });
    },
  );

  onStore('a replacement keeps to the latest time its predecessor has', async (open) => {
    const queue = open.queue();
    const key = newKey();
    const now = Date.now();
    const lock = { onConflict: 'replace' as const, until: 'executing' as const };
    const put = (wait: number, dueBy: number) => ({
      ...locked(queue, key, { ...lock, dueBy: now + dueBy }),
      enqueuedAt: now,
      scheduledAt: now + wait,
    });
    await open.adapter.enqueue(put(HOUR, 2 * HOUR));
    expect(await open.adapter.enqueue(put(1.5 * HOUR, 9 * HOUR))).toEqual({});
    const last = put(3 * HOUR, 9 * HOUR);
    expect(await open.adapter.enqueueAll([last])).toEqual([{ scheduledAt: now + 2 * HOUR }]);
    const kept = await (await open.inspect(queue)).getDelayed();
    expect(kept.map(({ id, delay }) => ({ id, delay }))).toEqual([
      { id: last.id, delay: 2 * HOUR },
    ]);
  });

  onStore(
    "'reschedule' moves the job that waits, its lock too, and wakes the worker",
    async (open) => {
      const queue = open.queue();
      const key = newKey();
      const now = Date.now();
      const put = (wait: number) => ({
        ...locked(queue, key, { onConflict: 'reschedule', expiresAt: now + wait + HOUR }),
        enqueuedAt: now,
        scheduledAt: now + wait,
      });
      const first = put(0);
      await open.adapter.enqueue(first);
      expect(await open.adapter.enqueue(put(3 * HOUR))).toEqual({ duplicateOf: first.id });
      const late = { ...put(0), enqueuedAt: now + 3.5 * HOUR, scheduledAt: now + 3.5 * HOUR };
      expect(await open.adapter.enqueue(late)).toEqual({ duplicateOf: first.id });
      const { started } = await work(open, queue, { kind: 'completed' });
      await expect(waitFor(() => started.length, { timeout: 300 })).rejects.toThrow('Waited');
      expect(await open.adapter.enqueue(put(200))).toEqual({ duplicateOf: first.id });
      await waitFor(() => started.length === 1);
      expect(started).toEqual([first.id]);
      expect(Date.now()).toBeGreaterThanOrEqual(now + 200);
    },
  );

  onStore('a dead job that runs again takes its lock again', async (open) => {
    const queue = open.queue();
    const key = newKey();
    const inspector = open.adapter.inspect();
    const dead = locked(queue, key);
    await open.adapter.enqueue(dead);
    const { release } = await work(open, queue, { kind: 'failed', error: new Error('broken') });
    release();
    await waitFor(async () => (await count(open, queue, 'failed')) === 1);
    await Promise.all(consumers.map((each) => each.stop({ timeout: 0, reason: 'test' })));
    const newer = locked(queue, key);
    expect(await open.adapter.enqueue(newer)).toEqual({});
    expect(await inspector.retry(queue, [dead.id])).toEqual({
      retried: 0,
      duplicates: [{ name: 'TestJob', key, duplicateOf: newer.id }],
    });
    await (await open.inspect(queue)).remove(newer.id);
    expect(await inspector.retry(queue, [dead.id])).toEqual({ retried: 1, duplicates: [] });
    const third = await open.adapter.enqueue(locked(queue, key));
    expect(third).toEqual({ duplicateOf: dead.id });
  });

  onStore(
    'a dead job that a board has run again takes its lock, or is told whose it is',
    async (open) => {
      const queue = open.queue();
      const bull = await open.inspect(queue);
      const dead = locked(queue, newKey());
      await open.adapter.enqueue(dead);
      const seen: { id: string; duplicateOf: string | undefined }[] = [];
      const inRun: unknown[] = [];
      const consumer = await open.adapter.consume(
        [{ queues: [{ name: queue }], concurrency: 1 }],
        async ({ id, duplicateOf }) => {
          seen.push({ id, duplicateOf });
          if (seen.length > 1 && !duplicateOf)
            inRun.push(await open.adapter.enqueue(locked(queue, dead.unique?.key ?? '')));
          return { kind: 'failed', error: new Error('broken') };
        },
      );
      consumers.push(consumer);
      const isDead = () => waitFor(async () => (await count(open, queue, 'failed')) === 1);
      await isDead();
      await (await bull.getJob(dead.id))?.retry();
      await waitFor(() => seen.length === 2);
      await isDead();
      expect(inRun).toEqual([{ duplicateOf: dead.id }]);

      const newer = { ...locked(queue, dead.unique?.key ?? ''), scheduledAt: Date.now() + HOUR };
      expect(await open.adapter.enqueue(newer)).toEqual({});
      await (await bull.getJob(dead.id))?.retry();
      await waitFor(() => seen.length === 3);
      await isDead();
      expect(seen.map(({ id, duplicateOf }) => ({ id, duplicateOf }))).toEqual([
        { id: dead.id, duplicateOf: undefined },
        { id: dead.id, duplicateOf: undefined },
        { id: dead.id, duplicateOf: newer.id },
      ]);
      expect(await open.adapter.enqueue(locked(queue, newer.unique?.key ?? ''))).toEqual({
        duplicateOf: newer.id,
      });
    },
  );

  onStore('the locks of jobs are listed with their owners, and freed by hand', async (open) => {
    const queue = open.queue();
    const locks = open.adapter.uniqueLocks();
    const [one, two] = [newKey(), newKey()];
    const soon = Date.now() + HOUR;
    const first = locked(queue, one);
    const second = {
      ...locked(queue, two, { until: 'expired' as const, expiresAt: soon }),
      enqueuedAt: Date.now() + 5,
    };
    const over = { ...locked(queue, newKey(), { expiresAt: 1 }), enqueuedAt: 0 };
    for (const job of [second, first, over]) await open.adapter.enqueue(job);
    const mine = async () => (await locks.list()).filter((lock) => lock.queue === queue);
    const [held, timed, ...rest] = await mine();
    expect(held).toEqual({
      ...{ key: `${queue}:${one}`, name: 'TestJob', queue, owner: first.id, jobId: first.id },
      ...{ since: first.enqueuedAt, expires: Infinity, fence: 0 },
    });
    expect(timed).toMatchObject({ key: `${queue}:${two}`, owner: second.id });
    expect(Math.abs((timed?.expires ?? 0) - soon)).toBeLessThan(10_000);
    expect(rest).toEqual([]);

    if (!held) return;
    expect(await locks.release({ ...held, owner: 'another' })).toBe(false);
    expect(await locks.release(held)).toBe(true);
    expect(await mine()).toHaveLength(1);
    expect(await open.adapter.enqueue(locked(queue, one))).toEqual({});
  });
});

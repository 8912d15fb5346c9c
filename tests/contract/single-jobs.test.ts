import { once } from 'node:events';
import { JobCancelledError } from '../../packages/core/src/adapters/job-cancelled-error';
import type { JobRecord } from '../../packages/core/src/adapters/job-directory';
import type { StoredJob } from '../../packages/core/src/adapters/stored-job';
import type { Delivery, Perform } from '../../packages/core/src/adapters/delivery';
import { cancelJob } from '../../packages/core/src/job/status/cancel-job';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

/** What a busy machine may add. */
const SLACK = 4000;

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('single jobs on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  async function consume(open: TestStore, queue: string, perform: Perform): Promise<void> {
    const queues = [{ name: queue }];
    consumers.push(await open.adapter.consume([{ queues, concurrency: 2 }], perform));
  }

  const find = ({ adapter }: TestStore, { id, queue }: StoredJob, queues = [queue]) =>
    adapter.jobs().find(id, queues);

  /** What is found of the job once it is in this state. */
  const whenIn = (open: TestStore, job: StoredJob, state: JobRecord['state']) =>
    waitFor(
      async () => {
        const record = await find(open, job);
        return record?.state === state ? record : undefined;
      },
      { what: `the job to be ${state}` },
    );

  onStore('a job is found in each of its states', async (open) => {
    const job = storedJob(open.queue());
    expect(await find(open, job)).toBeUndefined();
    await open.adapter.enqueue(job);
    const known = { id: job.id, name: 'TestJob', queue: job.queue, enqueuedAt: job.enqueuedAt };
    expect(await find(open, job)).toEqual({ ...known, state: 'waiting', executions: 0 });

    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let run = 0;
    await consume(open, job.queue, async ({ data }) => {
      run += 1;
      if (run === 1)
        return { kind: 'retried', delay: 3_600_000, data, error: new Error('not yet') };
      await finished;
      return { kind: 'completed', value: { rows: 3 } };
    });
    expect(await whenIn(open, job, 'delayed')).toMatchObject({ executions: 1 });
    await (await (await open.inspect(job.queue)).getJob(job.id))?.promote();
    const active = await whenIn(open, job, 'active');
    expect(active).toEqual({
      ...known,
      state: 'active',
      executions: 2,
      startedAt: expect.any(Number),
    });
    finish();
    expect(await whenIn(open, job, 'completed')).toEqual({
      ...active,
      state: 'completed',
      value: { rows: 3 },
      finishedAt: expect.any(Number),
    });
  });

  onStore('jobs that are scheduled or have a priority are found, too', async (open) => {
    const queue = open.queue();
    const later = storedJob(queue, { scheduledAt: Date.now() + 60_000 });
    const urgent = storedJob(queue, { priority: 3 });
    await open.adapter.enqueueAll([later, urgent]);
    expect(await find(open, later)).toMatchObject({ state: 'delayed' });
    expect(await find(open, urgent)).toMatchObject({ state: 'waiting' });
  });

  onStore('a job that failed says why, and one that was discarded, too', async (open) => {
    const queue = open.queue();
    const [dead, given] = [storedJob(queue), storedJob(queue)];
    await open.adapter.enqueueAll([dead, given]);
    await consume(open, queue, async ({ id }) =>
      id === dead.id
        ? { kind: 'failed', error: new RangeError('too far') }
        : { kind: 'discarded', because: 'rule', error: new RangeError('gone') },
    );
    expect(await whenIn(open, dead, 'failed')).toMatchObject({
      executions: 1,
      error: { message: 'too far', stack: expect.stringContaining('RangeError') as string },
    });
    expect(await whenIn(open, given, 'discarded')).toMatchObject({
      error: { message: 'RangeError: gone' },
    });
  });

  onStore('a job is found among many queues', async (open) => {
    const queues = [open.queue(), open.queue(), open.queue()];
    const job = storedJob(queues[1] ?? '');
    await open.adapter.enqueueAll([job, ...queues.map((queue) => storedJob(queue))]);
    expect(await find(open, job, queues)).toMatchObject({ queue: job.queue });
    expect(await find(open, storedJob(''), queues)).toBeUndefined();
  });

  onStore(
    'what a run says of its progress shows while it runs, and its last word stays',
    async (open) => {
      const job = storedJob(open.queue());
      await open.adapter.enqueue(job);
      let finish = () => {};
      const finished = new Promise<void>((resolve) => (finish = resolve));
      await consume(open, job.queue, async (delivery) => {
        for (let percent = 1; percent <= 50; percent += 1) delivery.progress?.(percent);
        await finished;
        delivery.progress?.({ rows: 7 });
        return { kind: 'completed' };
      });
      await waitFor(async () => (await find(open, job))?.progress === 50);
      finish();
      expect(await whenIn(open, job, 'completed')).toMatchObject({ progress: { rows: 7 } });
    },
  );

  onStore('a job that waits is removed when it is cancelled, and never runs', async (open) => {
    const queue = open.queue();
    const jobs = [
      storedJob(queue),
      storedJob(queue, { scheduledAt: Date.now() + 500 }),
      storedJob(queue, { priority: 1 }),
    ];
    await open.adapter.enqueueAll(jobs);
    for (const job of jobs) {
      expect(await cancelJob(open.adapter.jobs(), job)).toBe('removed');
      expect(await find(open, job)).toBeUndefined();
    }
    const other = storedJob(queue, { scheduledAt: Date.now() + 700 });
    await open.adapter.enqueue(other);
    const ran: string[] = [];
    await consume(open, queue, async ({ id }) => {
      ran.push(id);
      return { kind: 'completed' };
    });
    await waitFor(() => ran.length > 0);
    expect(ran).toEqual([other.id]);
  });

  onStore(
    'a run is told within a second that it was cancelled, and the state says so',
    async (open) => {
      const job = storedJob(open.queue());
      await open.adapter.enqueue(job);
      let abortedAt = 0;
      let delivery: Delivery | undefined;
      await consume(open, job.queue, async (given) => {
        delivery = given;
        await once(given.signal, 'abort');
        abortedAt = Date.now();
        return { kind: 'retried', delay: 1, data: given.data, error: new Error('again') };
      });
      await whenIn(open, job, 'active');
      const cancelledAt = Date.now();
      expect(await cancelJob(open.adapter.jobs(), job)).toBe('aborted');
      expect(abortedAt - cancelledAt).toBeLessThan(1000 + SLACK);
      expect(delivery?.signal.reason).toBeInstanceOf(JobCancelledError);
      expect(delivery?.cancelled).toBe(true);
      expect(await find(open, job)).toMatchObject({ state: 'cancelled', executions: 1 });
      expect(await cancelJob(open.adapter.jobs(), job)).toBe('aborted');
    },
  );

  onStore(
    'a run that does not listen is over all the same, and gives its slot back',
    async (open) => {
      const job = storedJob(open.queue());
      await open.adapter.enqueue(job);
      let finish = () => {};
      const finished = new Promise<void>((resolve) => (finish = resolve));
      await consume(open, job.queue, async (delivery) => {
        await finished;
        delivery.progress?.(99);
        return { kind: 'completed', value: 'late' };
      });
      await whenIn(open, job, 'active');
      expect(await cancelJob(open.adapter.jobs(), job)).toBe('aborted');
      finish();
      const next = storedJob(job.queue);
      await open.adapter.enqueue(next);
      await whenIn(open, next, 'completed');
      const record = await find(open, job);
      expect(record).toMatchObject({ state: 'cancelled' });
      expect(record).not.toHaveProperty('progress');
    },
  );

  onStore('cancelling one run leaves the others alone', async (open) => {
    const queue = open.queue();
    const [one, other] = [storedJob(queue), storedJob(queue)];
    await open.adapter.enqueueAll([one, other]);
    const signals = new Map<string, AbortSignal>();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    await consume(open, queue, async ({ id, signal }) => {
      signals.set(id, signal);
      await finished;
      return { kind: 'completed' };
    });
    await waitFor(() => signals.size === 2);
    expect(await cancelJob(open.adapter.jobs(), one)).toBe('aborted');
    expect(signals.get(one.id)?.aborted).toBe(true);
    expect(signals.get(other.id)?.aborted).toBe(false);
    finish();
    await whenIn(open, other, 'completed');
  });

  onStore(
    'a unique job that is cancelled gives its lock back, waiting or running',
    async (open) => {
      const queue = open.queue();
      const unique = { key: 'TestJob:1', until: 'executed', onConflict: 'reject' } as const;
      const waits = storedJob(queue, { unique });
      await open.adapter.enqueue(waits);
      expect(await open.adapter.enqueue(storedJob(queue, { unique }))).toEqual({
        duplicateOf: waits.id,
      });
      expect(await cancelJob(open.adapter.jobs(), waits)).toBe('removed');
      const runs = storedJob(queue, { unique });
      expect(await open.adapter.enqueue(runs)).toEqual({});
      await consume(open, queue, () => new Promise(() => {}));
      await whenIn(open, runs, 'active');
      expect(await cancelJob(open.adapter.jobs(), runs)).toBe('aborted');
      expect(await open.adapter.enqueue(storedJob(queue, { unique }))).toEqual({});
    },
  );

  onStore('a job that is over, or that nobody knows, cannot be cancelled', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    await consume(open, job.queue, async () => ({ kind: 'completed' }));
    await whenIn(open, job, 'completed');
    expect(await cancelJob(open.adapter.jobs(), job)).toBe(false);
    expect(await whenIn(open, job, 'completed')).toBeDefined();
    expect(await cancelJob(open.adapter.jobs(), storedJob(job.queue))).toBe(false);
  });

  onStore('a request nobody answered ends the run that comes after a crash', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    await open.adapter.jobs().requestCancel(job.queue, job.id);
    const started = Date.now();
    let abortedAfter = Infinity;
    await consume(open, job.queue, async ({ signal }) => {
      await once(signal, 'abort');
      abortedAfter = Date.now() - started;
      return { kind: 'completed' };
    });
    await whenIn(open, job, 'cancelled');
    expect(abortedAfter).toBeLessThan(1000 + SLACK);
  });
});

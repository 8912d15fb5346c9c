import type { Outcome } from '../../packages/core/src/adapters/outcome';
import type { Consumer } from '../../packages/core/src/adapters/consumer';
import type { StoredJob } from '../../packages/core/src/adapters/stored-job';
import type { Delivery, Perform } from '../../packages/core/src/adapters/delivery';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('the adapter on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  async function consume(
    open: TestStore,
    queues: (string | [string, number])[],
    perform: Perform,
    concurrency = 1,
  ): Promise<Consumer> {
    const shares = queues.map((each) =>
      typeof each === 'string' ? { name: each } : { name: each[0], weight: each[1] },
    );
    const consumer = await open.adapter.consume([{ queues: shares, concurrency }], perform);
    consumers.push(consumer);
    return consumer;
  }

  /** Performs by recording, with one outcome for all. */
  function recorder(
    outcome: (delivery: Delivery) => Outcome | Promise<Outcome> = () => ({ kind: 'completed' }),
  ) {
    const seen: Delivery[] = [];
    const perform: Perform = async (delivery) => {
      seen.push(delivery);
      return outcome(delivery);
    };
    return { seen, perform };
  }

  onStore('a stored job is performed once, with everything it was stored with', async (open) => {
    const queue = open.queue();
    const job = storedJob(queue, {
      priority: 3,
      data: { drover: 1, args: ['a', { b: [1, null] }], failures: { X: 1 } },
    });
    expect(await open.adapter.enqueue(job)).toEqual({});
    const { seen, perform } = recorder();
    await consume(open, [queue], perform);
    await waitFor(() => seen.length === 1);
    expect(seen[0]).toMatchObject({
      id: job.id,
      name: 'TestJob',
      queue,
      priority: 3,
      enqueuedAt: job.enqueuedAt,
      attemptsMade: 0,
      data: job.data,
    });
    const bull = await open.inspect(queue);
    await waitFor(async () => (await bull.getJobCounts())['completed'] === 1, {
      what: 'the job to be completed',
    });
    expect(seen).toHaveLength(1);
  });

  onStore('a job enqueued twice under its id is stored once', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    await open.adapter.enqueue(job);
    const bull = await open.inspect(job.queue);
    expect(await bull.getWaitingCount()).toBe(1);
  });

  onStore('many jobs are stored in order, over chunks and queues', async (open) => {
    const [one, two] = [open.queue(), open.queue()];
    const jobs = Array.from({ length: 600 }, (_, index) => storedJob(index % 3 === 0 ? two : one));
    const results = await open.adapter.enqueueAll(jobs);
    expect(results).toEqual(jobs.map(() => ({})));
    const { seen, perform } = recorder();
    await consume(open, [one], perform);
    await waitFor(() => seen.length === 400);
    expect(seen.map(({ id }) => id)).toEqual(
      jobs.filter(({ queue }) => queue === one).map(({ id }) => id),
    );
    expect(await (await open.inspect(two)).getWaitingCount()).toBe(200);
  });

  onStore('a delayed job runs when it is due and never before', async (open) => {
    const queue = open.queue();
    const lateness: number[] = [];
    await consume(open, [queue], async ({ data }) => {
      lateness.push(Date.now() - Number(data.args[0]));
      return { kind: 'completed' };
    });
    for (const delay of [80, 150.4, 220]) {
      const due = Date.now() + delay;
      await open.adapter.enqueue(
        storedJob(queue, { scheduledAt: due, data: { drover: 1, args: [due] } }),
      );
    }
    await waitFor(() => lateness.length === 3);
    for (const late of lateness) expect(late).toBeGreaterThanOrEqual(0);
    // A missed wake-up costs five seconds.
    expect(Math.min(...lateness)).toBeLessThan(4500);
  });

  onStore('a smaller priority number runs sooner, and none before one', async (open) => {
    const queue = open.queue();
    for (const priority of [20, 10, 1, 0])
      await open.adapter.enqueue(storedJob(queue, { priority }));
    const { seen, perform } = recorder();
    await consume(open, [queue], perform);
    await waitFor(() => seen.length === 4);
    expect(seen.map(({ priority }) => priority)).toEqual([0, 1, 10, 20]);
  });

  onStore('a failed job is kept with its reason and its stack', async (open) => {
    const job = storedJob(open.queue(), { attempts: 5 });
    await open.adapter.enqueue(job);
    const { perform } = recorder(() => ({
      kind: 'failed',
      error: new RangeError('too far \u0000'),
    }));
    await consume(open, [job.queue], perform);
    const bull = await open.inspect(job.queue);
    await waitFor(async () => (await bull.getFailedCount()) === 1, { what: 'the job to fail' });
    const failed = await bull.getJob(job.id);
    expect(failed?.failedReason).toMatch(/^too far /);
    expect(failed?.stacktrace?.[0]).toContain('RangeError: too far');
    expect(failed?.attemptsMade).toBe(1);
  });

  onStore(
    'a retried job waits its pause, keeps its reason, and finds its new data',
    async (open) => {
      const job = storedJob(open.queue());
      await open.adapter.enqueue(job);
      const retried: Outcome = {
        kind: 'retried',
        delay: 30,
        error: new Error('not yet'),
        data: { ...job.data, failures: { Error: 1 } },
      };
      const { seen, perform } = recorder(({ attemptsMade }) =>
        attemptsMade < 2 ? retried : { kind: 'completed', value: 'done' },
      );
      await consume(open, [job.queue], perform);
      const bull = await open.inspect(job.queue);
      await waitFor(async () => (await bull.getCompletedCount()) === 1, { what: 'the third run' });
      expect(seen.map(({ attemptsMade }) => attemptsMade)).toEqual([0, 1, 2]);
      expect(seen[1]?.data.failures).toEqual({ Error: 1 });
      expect((await bull.getJob(job.id))?.returnvalue).toBe('done');
    },
  );

  onStore('a retry without an error is no failure and is counted in the data', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    const { seen, perform } = recorder(({ data }) =>
      data.executions ? { kind: 'completed' } : { kind: 'retried', delay: 5, data },
    );
    await consume(open, [job.queue], perform);
    await waitFor(() => seen.length === 2);
    expect(seen[1]).toMatchObject({ attemptsMade: 0, data: { executions: 1 } });
  });

  onStore(
    'a retry on another queue goes there with its runs, and comes back under the same id',
    async (open) => {
      const [here, there] = [open.queue(), open.queue()];
      const job = storedJob(here);
      await open.adapter.enqueue(job);
      const { seen, perform } = recorder((delivery) => {
        const runs = (delivery.data.executions ?? 0) + delivery.attemptsMade;
        const queue = runs === 0 ? there : here;
        return runs < 2
          ? { kind: 'retried', delay: 1, error: new Error('elsewhere'), data: delivery.data, queue }
          : { kind: 'completed' };
      });
      await consume(open, [here, there], perform);
      await waitFor(() => seen.length === 3);
      expect(seen.map(({ queue }) => queue)).toEqual([here, there, here]);
      expect(seen.map(({ id }) => id)).toEqual([job.id, job.id, job.id]);
      expect(seen.map(({ data }) => data.executions ?? 0)).toEqual([0, 1, 2]);
    },
  );

  onStore('a retry may change the priority', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    const { seen, perform } = recorder(({ attemptsMade, data }) =>
      attemptsMade === 0
        ? { kind: 'retried', delay: 1, error: new Error('later'), data, priority: 9 }
        : { kind: 'completed' },
    );
    await consume(open, [job.queue], perform);
    await waitFor(() => seen.length === 2);
    expect(seen[1]?.priority).toBe(9);
  });

  onStore('a discarded job is completed, and says so', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    const { perform } = recorder(() => ({
      kind: 'discarded',
      because: 'rule',
      error: new Error('gone'),
    }));
    await consume(open, [job.queue], perform);
    const bull = await open.inspect(job.queue);
    await waitFor(async () => (await bull.getCompletedCount()) === 1, {
      what: 'the job to be completed',
    });
    expect((await bull.getJob(job.id))?.returnvalue).toEqual({
      $drover: 'discarded',
      because: 'rule',
      error: 'Error: gone',
    });
    await waitFor(async () => (await bull.getJobLogs(job.id)).count === 1, {
      what: 'its log line',
    });
  });

  onStore('a run that is handed back leaves to the next one what it names', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    const seen: unknown[] = [];
    const first = await consume(open, [job.queue], (delivery) => {
      seen.push(delivery.data.attributes);
      delivery.handBackData = () => ({ ...delivery.data, attributes: { cursor: 5 } });
      return new Promise(() => {});
    });
    await waitFor(() => seen.length === 1);
    await first.stop({ timeout: 0, reason: 'test' });
    await consume(open, [job.queue], async ({ data, attemptsMade }) => {
      seen.push(data.attributes, attemptsMade);
      return { kind: 'completed' };
    });
    await waitFor(() => seen.length === 3);
    expect(seen).toEqual([undefined, { cursor: 5 }, 0]);
  });

  onStore('a snoozed job keeps its data, or has those it is given', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    const { seen, perform } = recorder(({ data }) =>
      data.attributes
        ? { kind: 'completed' }
        : { kind: 'snoozed', delay: 5, data: { ...data, attributes: { cursor: 5 } } },
    );
    await consume(open, [job.queue], perform);
    await waitFor(() => seen.length === 2);
    expect(seen[1]?.data).toEqual({ ...job.data, attributes: { cursor: 5 } });
  });

  onStore('a snoozed job runs again and has used no attempt', async (open) => {
    const job = storedJob(open.queue());
    await open.adapter.enqueue(job);
    let first = true;
    const { seen, perform } = recorder(() => {
      const outcome: Outcome = first ? { kind: 'snoozed', delay: 5 } : { kind: 'completed' };
      first = false;
      return outcome;
    });
    await consume(open, [job.queue], perform);
    await waitFor(() => seen.length === 2);
    expect(seen[1]?.attemptsMade).toBe(0);
  });

  onStore(
    "an error that bears the name or the message of BullMQ's own steers nothing",
    async (open) => {
      const queue = open.queue();
      const impostors = ['DelayedError', 'WaitingError', 'WaitingChildrenError'].map((errorName) =>
        Object.assign(new Error('x'), { name: errorName }),
      );
      const errors = [...impostors, new Error('bullmq:rateLimitExceeded')];
      const { perform } = recorder(({ data }) => ({
        kind: 'failed',
        error: errors[Number(data.args[0])] as Error,
      }));
      await consume(open, [queue], perform);
      for (const index of errors.keys())
        await open.adapter.enqueue(storedJob(queue, { data: { drover: 1, args: [index] } }));
      const bull = await open.inspect(queue);
      await waitFor(async () => (await bull.getFailedCount()) === errors.length, {
        what: 'all to fail',
      });
    },
  );

  onStore('strict order empties the first queue first', async (open) => {
    const [critical, low] = [open.queue(), open.queue()];
    const jobs = [low, low, low, critical, critical, critical].map((queue) => storedJob(queue));
    await open.adapter.enqueueAll(jobs);
    const { seen, perform } = recorder();
    await consume(open, [critical, low], perform);
    await waitFor(() => seen.length === 6);
    expect(seen.map(({ queue }) => queue)).toEqual([critical, critical, critical, low, low, low]);
  });

  onStore('jobs at once are never more than the concurrency, over all queues', async (open) => {
    const queues = [open.queue(), open.queue(), open.queue()];
    await open.adapter.enqueueAll(
      queues.flatMap((queue) => Array.from({ length: 8 }, () => storedJob(queue))),
    );
    let running = 0;
    let most = 0;
    let done = 0;
    const perform: Perform = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await waitFor(() => most >= 4, { interval: 1 });
      running -= 1;
      done += 1;
      return { kind: 'completed' };
    };
    await consume(
      open,
      queues.map((queue) => [queue, 1]),
      perform,
      4,
    );
    await waitFor(() => done === 24);
    expect(most).toBe(4);
  });

  onStore('an idle consumer sees a new job at once', async (open) => {
    const queues = [open.queue(), open.queue(), open.queue()];
    const starts: number[] = [];
    await consume(open, queues, async ({ enqueuedAt }) => {
      starts.push(Date.now() - enqueuedAt);
      return { kind: 'completed' };
    });
    for (let round = 0; round < 12; round += 1) {
      await open.adapter.enqueue(storedJob(queues[round % 3] ?? ''));
      await waitFor(() => starts.length === round + 1, { interval: 2 });
    }
    // A missed wake-up costs five seconds.
    expect(Math.max(...starts)).toBeLessThan(4500);
  });

  onStore('a paused queue is left alone and wakes when it is resumed', async (open) => {
    const queue = open.queue();
    const bull = await open.inspect(queue);
    await bull.pause();
    const { seen, perform } = recorder();
    await consume(open, [queue], perform);
    await open.adapter.enqueue(storedJob(queue));
    const other = open.queue();
    await open.adapter.enqueue(storedJob(other));
    await consume(open, [other], perform);
    await waitFor(() => seen.length === 1);
    expect(seen[0]?.queue).toBe(other);
    await bull.resume();
    await waitFor(() => seen.length === 2);
  });

  onStore('a queue with a limit over all processes goes on as soon as a job ends', async (open) => {
    const queue = open.queue();
    await (await open.inspect(queue)).setGlobalConcurrency(2);
    let running = 0;
    let most = 0;
    let done = 0;
    const starts: number[] = [];
    const perform: Perform = async () => {
      starts.push(Date.now());
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await waitFor(() => most >= 2, { interval: 1 });
      running -= 1;
      done += 1;
      return { kind: 'completed' };
    };
    await open.adapter.enqueueAll(Array.from({ length: 20 }, () => storedJob(queue)));
    await consume(
      open,
      [
        [queue, 1],
        [open.queue(), 1],
      ],
      perform,
      10,
    );
    await waitFor(() => done === 20);
    expect(most).toBe(2);
    expect(longestGap(starts)).toBeLessThan(4500);
  });

  onStore(
    'a queue that is rate limited rests, wakes on time, and holds up no other',
    async (open) => {
      const [limited, other] = [open.queue(), open.queue()];
      await (await open.inspect(limited)).setGlobalRateLimit(2, 400);
      const starts = new Map<string, number[]>([
        [limited, []],
        [other, []],
      ]);
      let first: string | undefined;
      await open.adapter.enqueueAll(
        [limited, other].flatMap((queue) => Array.from({ length: 6 }, () => storedJob(queue))),
      );
      await consume(open, [limited, other], async ({ queue, id }) => {
        if (queue === limited) first ??= id;
        starts.get(queue)?.push(Date.now());
        return { kind: 'completed' };
      });
      await waitFor(() => [...starts.values()].every(({ length }) => length === 6));
      const [, , third = 0, , , last = 0] = starts.get(limited) ?? [];
      // The worker asked for it then, and the limit counts from the answer.
      const { processedOn = NaN } = (await (await open.inspect(limited)).getJob(first ?? '')) ?? {};
      expect(third - processedOn).toBeGreaterThanOrEqual(400);
      expect(longestGap(starts.get(limited) ?? [])).toBeLessThan(4500);
      expect(Math.max(...(starts.get(other) ?? []))).toBeLessThan(last);
    },
  );

  onStore('a stop lets short jobs end and hands the others back at once, unused', async (open) => {
    const queue = open.queue();
    const jobs: StoredJob[] = [storedJob(queue), storedJob(queue), storedJob(queue)];
    await open.adapter.enqueueAll(jobs);
    const [short, long] = [jobs[0]?.id ?? '', jobs[1]?.id ?? ''];
    const signals = new Map<string, AbortSignal>();
    let end = () => {};
    const perform: Perform = async (delivery) => {
      signals.set(delivery.id, delivery.signal);
      await new Promise<void>((resolve) => delivery.id === short && (end = resolve));
      return { kind: 'completed' };
    };
    const consumer = await open.adapter.consume(
      [{ queues: [{ name: queue }], concurrency: 2 }],
      perform,
    );
    await waitFor(() => signals.size === 2);
    const stopped = consumer.stop({ timeout: 3000, reason: 'SIGTERM' });
    end();
    const report = await stopped;
    expect(report).toEqual({ finished: 1, handedBack: [long] });
    expect(signals.get(short)?.aborted).toBe(false);
    expect(String(signals.get(long)?.reason)).toContain('SIGTERM');
    const bull = await open.inspect(queue);
    const waiting = await bull.getJob(long);
    expect(await waiting?.getState()).toBe('waiting');
    expect(waiting?.attemptsMade).toBe(0);

    const { seen, perform: again } = recorder();
    await consume(open, [queue], again);
    await waitFor(() => seen.length === 2);
    expect(seen.find(({ id }) => id === long)?.attemptsMade).toBe(0);
    // BullMQ's PostgreSQL backend puts it at the end.
    if (name === 'redis') expect(seen[0]?.id).toBe(long);
  });

  onStore('a consumer that is quiet fetches no more and finishes what it has', async (open) => {
    const queue = open.queue();
    await open.adapter.enqueue(storedJob(queue));
    let release = () => {};
    const { seen, perform } = recorder(async () => {
      await new Promise<void>((resolve) => (release = resolve));
      return { kind: 'completed' };
    });
    const consumer = await consume(open, [queue], perform);
    await waitFor(() => seen.length === 1);
    await consumer.quiet();
    await open.adapter.enqueue(storedJob(queue));
    release();
    const bull = await open.inspect(queue);
    await waitFor(async () => (await bull.getCompletedCount()) === 1, {
      what: 'the running job to end',
    });
    expect(await bull.getWaitingCount()).toBe(1);
    expect(seen).toHaveLength(1);
  });

  onStore('nothing went wrong behind the scenes', (open) => {
    expect(open.errors).toEqual([]);
  });
});

/** Milliseconds between a start and the next: a missed wake-up costs five seconds. */
function longestGap(starts: readonly number[]): number {
  return Math.max(...starts.slice(1).map((at, index) => at - (starts[index] ?? at)));
}

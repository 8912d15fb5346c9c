import type { RunningJob } from '../../packages/core/src/adapters/bullmq/running-job';
import type { Outcome } from '../../packages/core/src/adapters/outcome';
import type { Delivery, Perform } from '../../packages/core/src/adapters/delivery';
import type { JobData } from '../../packages/core/src/serialization/job-data';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

const NOWHERE = { completed: [], current: undefined };

/** Job data, that far. */
const at = (cursor: number): JobData => ({
  ...{ drover: 1, args: ['kept'] },
  steps: { completed: [], current: { name: 'rows', cursor } },
});

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('an interrupted run on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  /** Performs jobs of the queues by these outcomes, one after the other; gives what it was handed. */
  async function perform(
    open: TestStore,
    queues: readonly string[],
    outcomes: ((delivery: Delivery) => Outcome | Promise<Outcome>)[],
  ): Promise<Delivery[]> {
    const seen: Delivery[] = [];
    const next: Perform = async (delivery) => {
      seen.push(delivery);
      return (await outcomes[seen.length - 1]?.(delivery)) ?? { kind: 'completed' };
    };
    const shares = queues.map((each) => ({ name: each }));
    consumers.push(await open.adapter.consume([{ queues: shares, concurrency: 1 }], next));
    return seen;
  }

  const storedAt = async (open: TestStore, queue: string, id: string) => {
    const record = await open.adapter.jobs?.().find(id, [queue]);
    return record?.steps?.current?.cursor;
  };

  onStore('is followed by another at once, which finds what it left, unused', async (open) => {
    const queue = open.queue();
    const { id } = await enqueue(open, queue);
    const seen = await perform(
      open,
      [queue],
      [() => ({ kind: 'interrupted', reason: 'isolating', data: at(5) })],
    );
    await waitFor(() => seen.length >= 2);
    expect(seen[1]).toMatchObject({ id, attemptsMade: 0, data: at(5) });
  });

  onStore('is followed by another when and where its outcome says', async (open) => {
    const [queue, other] = [open.queue(), open.queue()];
    await enqueue(open, queue);
    const runs: number[] = [];
    const seen = await perform(
      open,
      [queue, other],
      [
        () => {
          runs.push(Date.now());
          return { kind: 'interrupted', reason: 'x', data: at(1), delay: 300, priority: 7 };
        },
        () => {
          runs.push(Date.now());
          return { kind: 'interrupted', reason: 'x', data: at(2), queue: other };
        },
      ],
    );
    await waitFor(() => seen.length >= 2);
    const [first = NaN, second = NaN] = runs;
    expect(second - first).toBeGreaterThanOrEqual(300);
    expect(seen[1]).toMatchObject({ queue, priority: 7, attemptsMade: 0, data: at(1) });
    await waitFor(() => seen.length >= 3);
    expect(seen[2]).toMatchObject({ queue: other, priority: 7, attemptsMade: 0 });
    expect(seen[2]?.data).toEqual({ ...at(2), executions: 0 });
  });

  onStore('hears of the stop at once, and is told of in its report', async (open) => {
    const queue = open.queue();
    const { id } = await enqueue(open, queue);
    const until = async (delivery: Delivery): Promise<Outcome> => {
      const reason = await waitFor(() => delivery.interruption?.(NOWHERE));
      return { kind: 'interrupted', reason, data: at(3) };
    };
    const seen = await perform(open, [queue], [until]);
    await waitFor(() => seen.length === 1);
    expect(seen[0]?.interruption?.(NOWHERE)).toBeUndefined();
    const start = Date.now();
    const report = await consumers.at(-1)?.stop({ timeout: 20_000, reason: 'SIGTERM' });
    expect(Date.now() - start).toBeLessThan(15_000);
    expect(report).toEqual({ finished: 0, handedBack: [], interrupted: [id] });
    expect(await storedAt(open, queue, id)).toBe(3);
    expect(await (await (await open.inspect(queue)).getJob(id))?.getState()).toBe('waiting');
  });

  onStore('that comes to no checkpoint is handed back as far as it was', async (open) => {
    const queue = open.queue();
    const { id } = await enqueue(open, queue);
    const seen = await perform(
      open,
      [queue],
      [
        (delivery) => {
          delivery.handBackData = () => {
            // As a thread does, which hears of it later.
            setImmediate(() => {
              delivery.handBackData = () => at(6);
              void delivery.keep?.('now');
            });
            return at(4);
          };
          return new Promise(() => {});
        },
      ],
    );
    await waitFor(() => seen.length === 1);
    const report = await consumers.at(-1)?.stop({ timeout: 50, reason: 'SIGTERM' });
    expect(report).toEqual({ finished: 0, handedBack: [id] });
    expect(await storedAt(open, queue, id)).toBe(4);
    const [left] = seen;
    if (left) left.handBackData = () => at(8);
    await left?.keep?.('now');
    expect(await storedAt(open, queue, id)).toBe(4);
  });

  onStore('keeps what it has done while it runs: at once, or within a second', async (open) => {
    const queue = open.queue();
    const { id } = await enqueue(open, queue);
    let end = () => {};
    const seen = await perform(
      open,
      [queue],
      [
        async () => {
          await new Promise<void>((resolve) => (end = resolve));
          return { kind: 'failed', error: new Error('dead'), data: at(9) };
        },
      ],
    );
    const [delivery] = await waitFor(() => (seen.length === 1 ? seen : undefined));
    const keep = async (cursor: number, when: 'soon' | 'now') => {
      if (delivery) delivery.handBackData = () => at(cursor);
      await delivery?.keep?.(when);
    };
    await keep(1, 'now');
    expect(await storedAt(open, queue, id)).toBe(1);
    for (const cursor of [2, 3, 4]) await keep(cursor, 'soon');
    await waitFor(async () => (await storedAt(open, queue, id)) === 4);
    end();
    const find = () => open.adapter.jobs?.().find(id, [queue]);
    await waitFor(async () => (await find())?.state === 'failed', { what: 'the end' });
    expect(await storedAt(open, queue, id)).toBe(9);

    await (await (await open.inspect(queue)).getJob(id))?.retry();
    await waitFor(() => seen.length >= 2, { what: 'the retry by hand' });
    expect(seen[1]?.data).toEqual(at(9));
  });

  async function enqueue(open: TestStore, queue: string) {
    const job = storedJob(queue, { data: { drover: 1, args: ['kept'] } });
    await open.adapter.enqueue(job);
    return job;
  }

  onStore('nothing went wrong behind the scenes', (open) => {
    expect(open.errors).toEqual([]);
  });

  const writes: Record<string, (lost: Delivery) => unknown> = {
    'a checkpoint': (lost) => {
      lost.handBackData = () => at(1);
      return lost.keep?.('now');
    },
    'its progress': (lost) => lost.progress?.(1),
  };
  for (const [what, write] of Object.entries(writes))
    onStore(
      `with ${what} overwrites nothing of the run that has its job, and hears of it`,
      async (open) => {
        const queue = open.queue();
        const { id } = await enqueue(open, queue);
        const ends: (() => void)[] = [];
        const started = async (): Promise<Delivery> => {
          const hang = () =>
            new Promise<Outcome>((resolve) => ends.push(() => resolve({ kind: 'completed' })));
          const seen = await perform(open, [queue], [hang]);
          return waitFor(() => seen[0]);
        };
        const lost = await started();
        const job = await (await open.inspect(queue)).getJob(id);
        await job?.moveToWait((lost as RunningJob).token);
        const next = await started();
        const progress = async () => (await open.adapter.jobs?.().find(id, [queue]))?.progress;
        next.handBackData = () => at(7);
        await next.keep?.('now');
        next.progress?.(70);
        await waitFor(async () => (await progress()) === 70);

        await write(lost);
        await waitFor(() => lost.signal?.aborted, { what: 'the lost run to hear of it' });
        expect(await storedAt(open, queue, id)).toBe(7);
        expect(await progress()).toBe(70);
        next.handBackData = () => at(8);
        await next.keep?.('now');
        expect(await storedAt(open, queue, id)).toBe(8);
        expect(next.signal?.aborted).toBe(false);
        for (const end of ends) end();
      },
    );
});

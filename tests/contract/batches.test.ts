import type { Outcome } from '../../packages/core/src/adapters/outcome';
import type { StoredBatch, StoredJob } from '../../packages/core/src/adapters/stored-job';
import type { Delivery } from '../../packages/core/src/adapters/delivery';
import { cancelJob } from '../../packages/core/src/job/status/cancel-job';
import { waitFor } from '../support/wait-for';
import { storeTests } from './on-store';
import { storedJob, type StoreName, type TestStore } from './stores';

type Script = Record<string, (delivery: Delivery) => Outcome | Promise<Outcome>>;

const COMPLETED: Outcome = { kind: 'completed' };
const FAILED: Outcome = { kind: 'failed', error: new Error('no such file') };

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('jobs that wait on %s', (name) => {
  const { onStore, consumers } = storeTests(name);

  /** Works the queues; jobs that the script does not name complete. Gives the ids as they run. */
  async function work(open: TestStore, queues: string[], script: Script = {}): Promise<string[]> {
    const ran: string[] = [];
    const shares = queues.map((each) => ({ name: each }));
    const consumer = await open.adapter.consume(
      [{ queues: shares, concurrency: 5 }],
      async (delivery) => {
        ran.push(delivery.id);
        return (await script[delivery.id]?.(delivery)) ?? COMPLETED;
      },
    );
    consumers.push(consumer);
    return ran;
  }

  /** A job that waits for those. */
  const waiting = (
    queue: string,
    jobs: readonly StoredJob[],
    batch: Partial<StoredBatch> = {},
  ): StoredJob =>
    storedJob(queue, {
      data: { drover: 1, args: [], after: jobs.length },
      after: { jobs, whenFailed: 'wait', ...batch },
    });

  const stateOf = async ({ adapter }: TestStore, { id, queue }: StoredJob) =>
    (await adapter.jobs().find(id, [queue]))?.state;

  const whenIn = (open: TestStore, job: StoredJob, state: string) =>
    waitFor(async () => (await stateOf(open, job)) === state, { what: `${job.id} to be ${state}` });

  const batchOf = ({ adapter }: TestStore, { id, queue }: StoredJob) =>
    adapter.jobs().batch?.(queue, id);

  onStore('a job runs once all it waits for are done, also on other queues', async (open) => {
    const [first, second, last] = [open.queue(), open.queue(), open.queue()];
    const children = [storedJob(first), storedJob(second, { priority: 2 }), storedJob(first)];
    const parent = waiting(last, children);
    expect(await open.adapter.enqueue(parent)).toEqual({});
    expect(await open.adapter.jobs().find(parent.id, [last])).toMatchObject({
      state: 'waiting',
      waitsFor: 3,
    });
    const { size } = await open.adapter.inspect().look(last);
    expect(size).toMatchObject({ waiting: 0, waitingForJobs: 1 });
    const ran = await work(open, [first, second, last]);
    await whenIn(open, parent, 'completed');
    expect(ran).toHaveLength(4);
    expect(ran.at(-1)).toBe(parent.id);
    expect(await batchOf(open, parent)).toEqual({ total: 3, pending: 0, completed: 3, failed: [] });
  });

  onStore('a worker that idles on its queue takes it at once', async (open) => {
    const [imports, reports] = [open.queue(), open.queue()];
    await work(open, [imports]);
    let started = 0;
    let ended = 0;
    const child = storedJob(imports, { scheduledAt: Date.now() + 800 });
    const parent = waiting(reports, [child]);
    await work(open, [reports], {
      [parent.id]: () => ((started = performance.now()), COMPLETED),
    });
    await open.adapter.enqueue(parent);
    await waitFor(async () => (await stateOf(open, child)) === 'completed', { interval: 1 });
    ended = performance.now();
    await whenIn(open, parent, 'completed');
    // A missed wake-up costs five seconds.
    expect(started - ended).toBeLessThan(4500);
  });

  onStore('stored a second time it is there once, whatever has run meanwhile', async (open) => {
    const [imports, reports] = [open.queue(), open.queue()];
    const children = [storedJob(imports), storedJob(imports), storedJob(imports)];
    const parent = waiting(reports, children);
    await open.adapter.enqueue(parent);
    const first = await work(open, [imports], {
      [children[2]?.id ?? '']: () =>
        first.length > 3 ? COMPLETED : { kind: 'snoozed', delay: 400 },
    });
    await waitFor(() => first.length >= 3);
    await open.adapter.enqueue(parent);
    const reported = await work(open, [reports]);
    await whenIn(open, parent, 'completed');
    await open.adapter.enqueue(parent);
    expect(first).toHaveLength(4);
    expect(new Set(first)).toEqual(new Set(children.map(({ id }) => id)));
    expect(reported).toEqual([parent.id]);
  });

  onStore('it waits for one that failed until that is retried and done', async (open) => {
    const queue = open.queue();
    const [good, bad] = [storedJob(queue), storedJob(queue)];
    const parent = waiting(queue, [good, bad]);
    await open.adapter.enqueue(parent);
    let fails = true;
    const ran = await work(open, [queue], { [bad.id]: () => (fails ? FAILED : COMPLETED) });
    await whenIn(open, bad, 'failed');
    expect(await batchOf(open, parent)).toMatchObject({ pending: 1, completed: 1, failed: [] });
    fails = false;
    expect(await open.adapter.inspect().retry(queue, [bad.id])).toMatchObject({ retried: 1 });
    await whenIn(open, parent, 'completed');
    expect(ran.slice(-2)).toEqual([bad.id, parent.id]);
  });

  onStore('where failures are not waited out, it runs and is told of them', async (open) => {
    const [imports, reports] = [open.queue(), open.queue()];
    const [good, bad] = [storedJob(imports), storedJob(imports)];
    const parent = waiting(reports, [good, bad], { whenFailed: 'run' });
    await open.adapter.enqueue(parent);
    await work(open, [imports, reports], { [bad.id]: () => FAILED });
    await whenIn(open, parent, 'completed');
    expect(await batchOf(open, parent)).toEqual({
      ...{ total: 2, pending: 0, completed: 1 },
      failed: [{ id: bad.id, queue: imports, error: 'no such file' }],
    });
    expect(await stateOf(open, bad)).toBe('failed');
  });

  onStore('one that failed and is retried meanwhile is waited for again', async (open) => {
    const [imports, reports] = [open.queue(), open.queue()];
    const [bad, ...others] = [storedJob(imports), storedJob(imports), storedJob(imports)];
    const parent = waiting(reports, [bad, ...others], { whenFailed: 'run' });
    await open.adapter.enqueue(parent);
    let fails = true;
    const release: (() => void)[] = [];
    const held = () => new Promise<Outcome>((resolve) => release.push(() => resolve(COMPLETED)));
    const ran = await work(open, [imports, reports], {
      [bad.id]: () => (fails ? FAILED : COMPLETED),
      [others[0]?.id ?? '']: held,
      [others[1]?.id ?? '']: held,
    });
    await whenIn(open, bad, 'failed');
    expect(await batchOf(open, parent)).toMatchObject({ pending: 2 });
    fails = false;
    await open.adapter.inspect().retry(imports, [bad.id]);
    await whenIn(open, bad, 'completed');
    expect(await batchOf(open, parent)).toMatchObject({ pending: 2, completed: 1, failed: [] });
    await waitFor(() => release.length === 2);
    release[0]?.();
    await waitFor(async () => (await batchOf(open, parent))?.pending === 1);
    expect(await stateOf(open, parent)).toBe('waiting');
    release[1]?.();
    await whenIn(open, parent, 'completed');
    expect(ran.filter((id) => id === parent.id)).toHaveLength(1);
  });

  onStore(
    'one that is retried once the other runs does not keep that from its end',
    async (open) => {
      const [imports, reports] = [open.queue(), open.queue()];
      const bad = storedJob(imports);
      const parent = waiting(reports, [bad], { whenFailed: 'run' });
      await open.adapter.enqueue(parent);
      await work(open, [imports], { [bad.id]: () => FAILED });
      await whenIn(open, bad, 'failed');
      await consumers.pop()?.stop({ timeout: 0, reason: 'nobody works imports' });
      const ran = await work(open, [reports], {
        [parent.id]: async () => {
          await open.adapter.inspect().retry(imports, [bad.id]);
          return COMPLETED;
        },
      });
      await whenIn(open, parent, 'completed');
      expect(await stateOf(open, bad)).toBe('waiting');
      await work(open, [imports]);
      await whenIn(open, bad, 'completed');
      expect(ran).toEqual([parent.id]);
      expect(open.errors).toEqual([]);
    },
  );

  onStore('a retry, a snooze and a move to another queue are no end', async (open) => {
    const [imports, slow, reports] = [open.queue(), open.queue(), open.queue()];
    const [retried, snoozed, moved] = [storedJob(imports), storedJob(imports), storedJob(imports)];
    const parent = waiting(reports, [retried, snoozed, moved]);
    await open.adapter.enqueue(parent);
    const runs = new Map<string, number>();
    const once = (first: (delivery: Delivery) => Outcome) => (delivery: Delivery) => {
      const run = (runs.get(delivery.id) ?? 0) + 1;
      runs.set(delivery.id, run);
      return run === 1 ? first(delivery) : COMPLETED;
    };
    const error = new Error('not yet');
    const ran = await work(open, [imports, slow, reports], {
      [retried.id]: once(({ data }) => ({ kind: 'retried', delay: 200, data, error })),
      [snoozed.id]: once(() => ({ kind: 'snoozed', delay: 200 })),
      [moved.id]: once(({ data }) => ({ kind: 'retried', delay: 500, data, error, queue: slow })),
    });
    await whenIn(open, parent, 'completed');
    expect(ran).toHaveLength(7);
    expect(ran.at(-1)).toBe(parent.id);
    expect(ran.at(-2)).toBe(moved.id);
    expect(await batchOf(open, parent)).toMatchObject({ completed: 3 });
  });

  onStore('on another queue it still knows what came of the others', async (open) => {
    const [imports, reports, slow] = [open.queue(), open.queue(), open.queue()];
    const [good, bad] = [storedJob(imports), storedJob(imports)];
    const parent = waiting(reports, [good, bad], { whenFailed: 'run' });
    await open.adapter.enqueue(parent);
    const seen: unknown[] = [];
    await work(open, [imports, reports, slow], {
      [bad.id]: () => FAILED,
      [parent.id]: async ({ queue, data }) => {
        seen.push(await batchOf(open, { ...parent, queue }));
        const error = new Error('not here');
        return queue === slow ? COMPLETED : { kind: 'retried', delay: 1, data, error, queue: slow };
      },
    });
    await whenIn(open, { ...parent, queue: slow }, 'completed');
    const results = {
      total: 2,
      pending: 0,
      completed: 1,
      failed: [{ id: bad.id, queue: imports }],
    };
    expect(seen).toMatchObject([results, results]);
  });

  onStore('one that was discarded or cancelled is done', async (open) => {
    const queue = open.queue();
    const [discarded, cancelled] = [storedJob(queue), storedJob(queue)];
    const parent = waiting(queue, [discarded, cancelled]);
    await open.adapter.enqueue(parent);
    await work(open, [queue], {
      [discarded.id]: () => ({ kind: 'discarded', because: 'rule' }),
      [cancelled.id]: () => new Promise(() => {}),
    });
    await whenIn(open, cancelled, 'active');
    expect(await cancelJob(open.adapter.jobs(), cancelled)).toBe('aborted');
    await whenIn(open, parent, 'completed');
    expect(await batchOf(open, parent)).toMatchObject({ completed: 2 });
  });

  onStore('one that is taken out of the store is not waited for any more', async (open) => {
    const queue = open.queue();
    const [failed, cancelled, good] = [
      storedJob(queue),
      storedJob(queue, { scheduledAt: Date.now() + 60_000 }),
      storedJob(queue),
    ];
    const parent = waiting(queue, [failed, cancelled, good]);
    await open.adapter.enqueue(parent);
    await work(open, [queue], { [failed.id]: () => FAILED });
    await whenIn(open, failed, 'failed');
    await whenIn(open, good, 'completed');
    expect(await cancelJob(open.adapter.jobs(), cancelled)).toBe('removed');
    expect(await stateOf(open, parent)).toBe('waiting');
    expect(await open.adapter.inspect().remove(queue, [failed.id])).toBe(1);
    await whenIn(open, parent, 'completed');
    expect(await batchOf(open, parent)).toEqual({ total: 3, pending: 0, completed: 1, failed: [] });
  });

  onStore('cancelled while it waits, it is gone, and the others run', async (open) => {
    const queue = open.queue();
    const child = storedJob(queue);
    const parent = waiting(queue, [child]);
    await open.adapter.enqueue(parent);
    expect(await cancelJob(open.adapter.jobs(), parent)).toBe('removed');
    const ran = await work(open, [queue]);
    await whenIn(open, child, 'completed');
    expect(ran).toEqual([child.id]);
    expect(await batchOf(open, parent)).toBeUndefined();
    expect(open.errors).toEqual([]);
  });

  onStore(
    'clearing its queue takes it out with the last of them; elsewhere it runs',
    async (open) => {
      const [queue, reports] = [open.queue(), open.queue()];
      const beside = waiting(queue, [storedJob(queue), storedJob(queue)]);
      const elsewhere = waiting(reports, [storedJob(queue, { priority: 1 })]);
      await open.adapter.enqueueAll([beside, elsewhere]);
      expect(await open.adapter.inspect().clear(queue, { delayed: false })).toBe(3);
      expect(await stateOf(open, beside)).toBeUndefined();
      await work(open, [reports]);
      await whenIn(open, elsewhere, 'completed');
    },
  );

  onStore('what one waits for may wait itself, behind the failure of a third', async (open) => {
    const queue = open.queue();
    const [leaf, sibling] = [storedJob(queue), storedJob(queue)];
    const middle = waiting(queue, [leaf]);
    const top = waiting(queue, [middle, sibling], { whenFailed: 'run' });
    await open.adapter.enqueue(top);
    const ran = await work(open, [queue], { [middle.id]: () => FAILED });
    await whenIn(open, top, 'completed');
    expect(ran.indexOf(leaf.id)).toBeLessThan(ran.indexOf(middle.id));
    expect(ran.at(-1)).toBe(top.id);
    expect(await batchOf(open, top)).toMatchObject({ failed: [{ id: middle.id }] });
  });

  onStore('its wait begins when the last one is done, and its priority holds', async (open) => {
    const queue = open.queue();
    const child = storedJob(queue, { scheduledAt: Date.now() + 600 });
    const patient = waiting(queue, [child], { wait: 600 });
    await open.adapter.enqueue(patient);
    const ran = await work(open, [queue]);
    await whenIn(open, child, 'completed');
    const ended = Date.now();
    expect(await stateOf(open, patient)).toBe('delayed');
    await waitFor(() => ran.includes(patient.id));
    expect(Date.now() - ended).toBeGreaterThanOrEqual(450);
    const urgent = { ...waiting(queue, [storedJob(queue)]), priority: 7 };
    await open.adapter.enqueue(urgent);
    await whenIn(open, urgent, 'completed');
    expect((await (await open.inspect(queue)).getJob(urgent.id))?.priority).toBe(7);
  });

  onStore('jobs that are not kept once they are done do not hold it up', async (open) => {
    const queue = open.queue();
    const retention = { completed: { count: 0 }, failed: { count: 0 } };
    const children = [storedJob(queue, { retention }), storedJob(queue, { retention })];
    const parent = waiting(queue, children, { whenFailed: 'run' });
    await open.adapter.enqueue(parent);
    await work(open, [queue], { [children[0]?.id ?? '']: () => FAILED });
    await whenIn(open, parent, 'completed');
    expect(await batchOf(open, parent)).toMatchObject({ completed: 1, failed: [{ queue }] });
  });

  onStore(
    'many jobs, some in a batch of their own, are stored once, and it runs once',
    async (open) => {
      const [imports, reports] = [open.queue(), open.queue()];
      const some = (count: number) => Array.from({ length: count }, () => storedJob(imports));
      const inner = waiting(reports, some(300));
      const children = [...some(500), inner, ...some(200)];
      const parent = waiting(imports, children);
      await open.adapter.enqueue(parent);
      expect(await batchOf(open, parent)).toMatchObject({ total: 701, pending: 701 });
      expect(await batchOf(open, inner)).toMatchObject({ total: 300, pending: 300 });
      await open.adapter.enqueue(parent);
      expect(await batchOf(open, parent)).toMatchObject({ total: 701, pending: 701 });
      const [one, other] = [
        await work(open, [imports, reports]),
        await work(open, [reports, imports]),
      ];
      await whenIn(open, parent, 'completed');
      const all = [...children, ...(inner.after?.jobs ?? []), parent].map(({ id }) => id);
      expect([...one, ...other].toSorted()).toEqual(all.toSorted());
    },
  );
});

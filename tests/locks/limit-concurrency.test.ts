import { setTimeout as sleep } from 'node:timers/promises';
import {
  AfterDiscard,
  cancel,
  failedJobs,
  Job,
  LimitConcurrency,
  LockConflictError,
  locks,
  performAllLater,
  QueueAs,
  queues,
  RetryOn,
  type Worker,
} from '@drover/core';
import { waitFor } from '../support/wait-for';
import { stageOn, type StoreName, type StoreStage } from './every-store';

/** Those that are fetched, or called, at the same time may start in any order. */
function expectOrder(started: readonly string[], order: readonly string[], together = 6): void {
  expect(started.toSorted()).toEqual(order.toSorted());
  for (const [place, each] of started.entries())
    expect(Math.abs(place - order.indexOf(each))).toBeLessThan(together);
}

/** What the jobs of this process did, in order. */
let log: string[] = [];
let inside = new Map<string, number>();
let most = new Map<string, number>();
/** Whoever is in stays in until this is so: that two meet is not left to chance. */
let mayLeave: (key: string) => boolean = () => true;

const mostOf = (key: string) => most.get(key) ?? 0;

async function visit(key: string): Promise<void> {
  inside.set(key, (inside.get(key) ?? 0) + 1);
  most.set(key, Math.max(mostOf(key), inside.get(key) ?? 0));
  await sleep(20);
  await waitFor(() => mayLeave(key), { interval: 5 });
  inside.set(key, (inside.get(key) ?? 0) - 1);
}

@LimitConcurrency({ to: 2, key: (key: string | null) => key })
class PairJob extends Job {
  async perform(key: string | null, name: string) {
    log.push(`${key} ${name} run ${this.executions}`);
    await visit(String(key));
  }
}

@LimitConcurrency({ group: 'the api', key: (key: string) => key })
class OneJob extends Job {
  async perform(key: string, name: string) {
    log.push(`${key} ${name}`);
    await visit(key);
  }
}

@QueueAs('other')
class ElsewhereJob extends OneJob {}

@RetryOn(Error, { attempts: 2, wait: 0 })
@LimitConcurrency()
class FailingJob extends Job {
  async perform(name: string) {
    log.push(`${name} run ${this.executions}`);
    await visit('failing');
    throw new Error('out of order');
  }
}

@LimitConcurrency({ onConflict: 'discard', key: (key: string) => key })
class OnlyJob extends Job {
  async perform(key: string) {
    await visit(key);
    log.push(`ran ${key}`);
  }

  @AfterDiscard()
  tell(error: Error) {
    log.push(`discarded: ${error instanceof LockConflictError}, ${error.message.split('.')[0]}`);
  }
}

@RetryOn(RangeError, { attempts: 1, onExhausted: (_job, error) => void log.push(error.message) })
@LimitConcurrency({
  key: (key: string) => {
    if (key === 'throws') throw new RangeError('no key for this one');
    return key === 'nothing' ? ({} as string) : key;
  },
})
class OddKeyJob extends Job {
  perform(_key: string) {
    log.push('performed');
  }
}

const JOBS = [PairJob, OneJob, ElsewhereJob, FailingJob, OnlyJob, OddKeyJob];
const stores: readonly StoreName[] = ['redis', 'embedded', 'postgres'];

describe.each(stores)('@LimitConcurrency on %s', (name) => {
  let stage: StoreStage | undefined;
  let workers: Worker[] = [];

  beforeAll(async () => {
    stage = await stageOn(name, { jobs: JOBS });
    await stage?.app.locks.store().list();
  });

  beforeEach(() => {
    log = [];
    inside = new Map();
    most = new Map();
    mayLeave = () => true;
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop({ timeout: 5000 })));
    workers = [];
    await waitFor(async () => (await locks({ kind: 'limit' })).length === 0);
  });

  afterAll(() => stage?.close());

  const onStore = (what: string, run: (open: StoreStage) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => {
      if (stage) await run(stage);
    });

  async function work({ app }: StoreStage, concurrency = 6): Promise<void> {
    workers.push(await app.work({ queues: ['default', 'other'], concurrency }));
  }

  async function settled(): Promise<void> {
    const pending = async () =>
      (await queues()).reduce(
        (sum, { size }) => sum + size.waiting + size.active + size.delayed + size.prioritized,
        0,
      );
    await waitFor(async () => (await pending()) + (await pending()) === 0, {
      what: 'all jobs to end',
    });
  }

  onStore(
    'no more run at once than have a slot, and the others in the order of coming',
    async (open) => {
      const names = Array.from({ length: 12 }, (_, index) => `${index}`);
      mayLeave = (key) => mostOf(key) === 2;
      await performAllLater(names.map((each) => PairJob.build('a', each)));
      await work(open);
      await settled();
      expect(most.get('a')).toBe(2);
      expectOrder(
        log,
        names.map((each) => `a ${each} run 1`),
      );
    },
  );

  onStore('who waits is called by age, however they came', async (open) => {
    const store = open.app.locks.store();
    await store.acquire({ key: 'limit:the api/one', owner: 'test', ttl: 60_000 });
    const names = Array.from({ length: 12 }, (_, index) => `${index}`);
    for (const each of names) {
      await OneJob.performLater('one', each);
      // Of one millisecond the order of coming to a worker counts.
      await sleep(2);
    }
    await work(open);
    await waitFor(async () => (await queues()).some(({ size }) => size.delayed === 12));
    await open.app.operations.releaseLock('the api/one');
    await settled();
    expect(log).toEqual(names.map((each) => `one ${each}`));
    expect(most.get('one')).toBe(1);
  });

  onStore(
    'who waits for a slot holds none of the worker, and no other key waits for it',
    async (open) => {
      mayLeave = (key) => key !== 'slow';
      await performAllLater([
        ...Array.from({ length: 10 }, (_, index) => PairJob.build('slow', `${index}`)),
        PairJob.build('quick', 'one'),
        PairJob.build(null, 'free'),
      ]);
      await work(open, 3);
      await waitFor(() => log.includes('quick one run 1') && log.includes('null free run 1'));
      expect(log.filter((line) => line.startsWith('slow'))).toHaveLength(2);
      const [queue] = (await queues()).filter(({ name: each }) => each === 'default');
      expect(queue?.size.delayed).toBe(8);
      mayLeave = () => true;
      await settled();
      expect(most.get('slow')).toBe(2);
    },
  );

  onStore('jobs whose key is null know no limit', async (open) => {
    mayLeave = (key) => mostOf(key) === 5;
    await performAllLater(Array.from({ length: 5 }, () => PairJob.build(null, 'free')));
    await work(open);
    await settled();
    expect(most.get('null')).toBe(5);
  });

  onStore('a group shares its limit between classes and queues', async (open) => {
    await performAllLater([OneJob.build('x', '1'), OneJob.build('x', '2'), OneJob.build('y', '3')]);
    await performAllLater([ElsewhereJob.build('x', '4'), ElsewhereJob.build('x', '5')]);
    await work(open);
    await settled();
    expect(most.get('x')).toBe(1);
    expect(log.filter((line) => line.startsWith('x'))).toHaveLength(4);
  });

  onStore('a failure gives the slot back, and a retry asks for one again', async (open) => {
    await performAllLater([FailingJob.build('a'), FailingJob.build('b')]);
    await work(open);
    await settled();
    expect(most.get('failing')).toBe(1);
    expect(log.toSorted()).toEqual(['a run 1', 'a run 2', 'b run 1', 'b run 2']);
    expect(await failedJobs()).toHaveLength(2);
  });

  onStore('a slot is shown with the job that holds it', async (open) => {
    mayLeave = () => false;
    const job = await PairJob.performLater('shown', 'one');
    await work(open);
    await waitFor(() => log.length === 1);
    await PairJob.performLater('shown', 'two');
    await PairJob.performLater('shown', 'three');
    await waitFor(() => log.length === 2);
    expect(await locks({ kind: 'limit', key: 'PairJob/shown' })).toMatchObject([
      { name: 'PairJob', queue: 'default', jobId: job.id },
      { name: 'PairJob' },
    ]);
    mayLeave = () => true;
    await settled();
  });

  onStore('with discard a job that finds no slot is given up at once', async (open) => {
    mayLeave = () => log.some((line) => line.startsWith('discarded'));
    await performAllLater([OnlyJob.build('a'), OnlyJob.build('a'), OnlyJob.build('b')]);
    await work(open);
    await settled();
    expect(log.toSorted()).toEqual([
      expect.stringMatching(/^discarded: true, The lock 'OnlyJob\/a' is held by OnlyJob/),
      'ran a',
      'ran b',
    ]);
  });

  onStore('one that was removed while it waited leaves its place to the next', async (open) => {
    const store = open.app.locks.store();
    for (const owner of ['held 1', 'held 2'])
      await store.acquire({ key: 'limit:PairJob/gone', owner, ttl: 60_000, slots: 2 });
    const jobs = ['1', '2', '3', '4', '5'].map((each) => PairJob.build('gone', each));
    await performAllLater(jobs);
    await work(open);
    await waitFor(async () => (await queues()).some(({ size }) => size.delayed === 5));
    await cancel(jobs[2]?.id ?? '');
    await open.app.operations.releaseLock('PairJob/gone');
    await settled();
    expectOrder(
      log,
      ['1', '2', '4', '5'].map((each) => `gone ${each} run 1`),
    );
  });

  onStore(
    'a smaller priority number is called to the front among those of its kind',
    async (open) => {
      mayLeave = (key) => mostOf(key) === 2;
      await performAllLater(
        ['1', '2', '3', '4'].map((each) => PairJob.build('prio', each).set({ priority: 5 })),
      );
      await work(open);
      await settled();
      expectOrder(
        log,
        ['1', '2', '3', '4'].map((each) => `prio ${each} run 1`),
      );
      expect(most.get('prio')).toBe(2);
    },
  );

  onStore('slots whose holders are gone are handed on when their time is over', async (open) => {
    const store = open.app.locks.store();
    const before = performance.now();
    for (const owner of ['gone 1', 'gone 2'])
      await store.acquire({ key: 'limit:PairJob/left', owner, ttl: 1500, slots: 2 });
    await performAllLater(['1', '2', '3'].map((each) => PairJob.build('left', each)));
    await work(open);
    await settled();
    expect(performance.now() - before).toBeGreaterThan(1400);
    expectOrder(
      log,
      ['1', '2', '3'].map((each) => `left ${each} run 1`),
    );
  });

  onStore('a slot that is released by hand is handed on', async (open) => {
    const store = open.app.locks.store();
    for (const owner of ['held 1', 'held 2'])
      await store.acquire({ key: 'limit:PairJob/hand', owner, ttl: 60_000, slots: 2 });
    await PairJob.performLater('hand', 'one');
    await work(open);
    await waitFor(async () => (await queues()).some(({ size }) => size.delayed === 1));
    expect(await open.app.operations.releaseLock('PairJob/hand')).toBe(2);
    await settled();
    expect(log).toEqual(['hand one run 1']);
  });

  onStore('a job keeps its slot for longer than the duration while it runs', async (open) => {
    const store = open.app.locks.store();
    @LimitConcurrency({ duration: 3000 })
    class LongJob extends Job {
      async perform() {
        await sleep(5000);
        log.push(`held ${(await store.list('limit:LongJob')).length}`);
      }
    }
    open.app.registry.register(LongJob);
    await LongJob.performLater();
    await work(open);
    await settled();
    expect(log).toEqual(['held 1']);
  });

  onStore('what goes wrong with a key is an error of the run', async (open) => {
    const odd = await OddKeyJob.performLater('nothing');
    await OddKeyJob.performLater('throws');
    await OddKeyJob.performLater('fine');
    await work(open);
    await settled();
    expect(log.toSorted()).toEqual(['no key for this one', 'performed']);
    const [dead] = await failedJobs({ id: odd.id });
    expect(dead?.error.message).toContain('@LimitConcurrency key: expected a text');
  });

  onStore('a worker that stops keeps the slot of what it hands back for the next', async (open) => {
    mayLeave = () => false;
    await performAllLater(['1', '2', '3'].map((each) => PairJob.build('stop', each)));
    await work(open);
    await waitFor(() => log.length === 2);
    const [worker] = workers.splice(0);
    await worker?.stop({ timeout: 0 });
    expect(await locks({ kind: 'limit' })).toHaveLength(2);
    const handedBack = log.toSorted();
    await work(open);
    await waitFor(() => log.length === 4);
    mayLeave = () => true;
    await settled();
    expect(log.slice(2, 4).toSorted()).toEqual(handedBack);
  });
});

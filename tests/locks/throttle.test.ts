import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  Job,
  LimitConcurrency,
  locks,
  performAllLater,
  queues,
  Throttle,
  type Worker,
} from '@drover/core';
import { waitFor } from '../support/wait-for';
import { stageOn, type StoreName, type StoreStage } from './every-store';

interface Start {
  readonly key: string;
  readonly name: number;
  readonly at: number;
  readonly executions: number;
}

let starts: Start[] = [];

const note = (job: Job, key: string, name: number) =>
  starts.push({ key, name, at: performance.now(), executions: job.executions });

@Throttle({ limit: 3, per: 800, key: (key: string) => (key === 'free' ? null : key) })
class CallJob extends Job {
  perform(key: string, name: number) {
    note(this, key, name);
  }
}

@Throttle({ limit: 3, per: '1 hour', key: (key: string) => (key === 'free' ? null : key) })
class RareJob extends CallJob {}

@Throttle({ limit: 1, per: 500 })
@LimitConcurrency({ to: 2, duration: '5 seconds' })
class CarefulJob extends Job {
  async perform(name: number) {
    note(this, 'careful', name);
    await new Promise((resolve) => setTimeout(resolve, 800));
  }
}

/** PostgreSQL runs the functions that the embedded store runs. */
const stores: readonly StoreName[] = ['redis', 'embedded'];

describe.each(stores)('@Throttle on %s', (storeName) => {
  let stage: StoreStage | undefined;
  let workers: Worker[] = [];

  beforeAll(async () => {
    stage = await stageOn(storeName, { jobs: [CallJob, RareJob, CarefulJob] });
    await stage?.app.locks.store().list();
  });

  const lag = monitorEventLoopDelay({ resolution: 5 });

  beforeEach(() => {
    starts = [];
    lag.enable();
    lag.reset();
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop({ timeout: 5000 })));
    workers = [];
    lag.disable();
  });

  afterAll(() => stage?.close());

  const onStore = (what: string, run: (open: StoreStage) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => {
      if (stage) await run(stage);
    });

  /** Two workers, so that starts meet at the store and not in one of them. */
  async function work({ app }: StoreStage): Promise<void> {
    for (let count = 0; count < 2; count += 1)
      workers.push(await app.work({ queues: ['default'], concurrency: 2 }));
  }

  const started = (count: number) =>
    waitFor(() => starts.length >= count, { what: `${count} starts` });

  const ofKey = (key: string) => starts.filter((start) => start.key === key);

  /**
   * Of starts as the code sees them: from the answer of the store to `perform` it is some milliseconds,
   * for one more than for another, and as many more as this process stood still.
   */
  function expectAtMost(key: string, most: number, per: number): void {
    const slack = 300 + lag.max / 1e6;
    const times = ofKey(key)
      .map(({ at }) => at)
      .toSorted((a, b) => a - b);
    for (const [index, at] of times.slice(most).entries())
      expect(at - (times[index] ?? 0)).toBeGreaterThan(per - slack);
  }

  onStore(
    'no stretch of time sees more starts than it may, and each waits for its turn',
    async (open) => {
      const before = performance.now();
      await performAllLater(Array.from({ length: 12 }, (_, name) => CallJob.build('a', name)));
      await work(open);
      await started(12);
      const took = performance.now() - before;
      expectAtMost('a', 3, 800);
      // The fourth three start in the fourth stretch of time.
      expect(took).toBeGreaterThan(2300);
      expect(took).toBeLessThan(20_000);
      expect(ofKey('a').every(({ executions }) => executions === 1)).toBe(true);
      for (const [place, { name }] of ofKey('a').entries())
        // The workers ask for four at a time, and three start at a time.
        expect(Math.abs(place - name)).toBeLessThan(4 + 3);
    },
  );

  onStore('other keys, and jobs without one, start at once', async (open) => {
    await performAllLater([
      ...Array.from({ length: 9 }, (_, name) => RareJob.build('b', name)),
      ...Array.from({ length: 6 }, (_, name) => RareJob.build('free', name)),
      RareJob.build('c', 0),
    ]);
    await work(open);
    await started(10);
    expect(['b', 'free', 'c'].map((key) => ofKey(key).length)).toEqual([3, 6, 1]);
    await open.app.operations.queue('default').clear({ delayed: true });
  });

  onStore('a job that comes later has its turn after those that wait', async (open) => {
    await performAllLater(Array.from({ length: 6 }, (_, name) => CallJob.build('d', name)));
    await work(open);
    await started(3);
    const waiting = async () => (await queues()).reduce((sum, { size }) => sum + size.delayed, 0);
    await waitFor(async () => starts.length + (await waiting()) >= 6);
    await CallJob.performLater('d', 6);
    await started(7);
    expect(ofKey('d').at(-1)?.name).toBe(6);
    expectAtMost('d', 3, 800);
  });

  onStore('after a time without workers the limit holds all the same', async (open) => {
    await performAllLater(Array.from({ length: 9 }, (_, name) => CallJob.build('e', name)));
    await work(open);
    await started(3);
    await Promise.all(workers.splice(0).map((worker) => worker.stop({ timeout: 5000 })));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await work(open);
    await started(9);
    expectAtMost('e', 3, 800);
  });

  onStore('with a limit of concurrency both hold', async (open) => {
    await performAllLater(Array.from({ length: 5 }, (_, name) => CarefulJob.build(name)));
    await work(open);
    await started(5);
    expectAtMost('careful', 1, 500);
    // Of three in a row the first is over before the third starts.
    expectAtMost('careful', 2, 800);
    expect(
      ofKey('careful')
        .map(({ name }) => name)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4]);
    await waitFor(async () => (await locks({ kind: 'limit' })).length === 0);
  });
});

import type { QueueAdapter } from '../../../src/adapters/queue-adapter';
import type { QueueReport } from '../../../src/adapters/queue-inspector';
import { WorkerHealth, type ProbedWorker } from '../../../src/worker/health/worker-health';

const START = 1_000_000;

function stage() {
  let now = START;
  let pings = 0;
  let looks = 0;
  const store = { isAway: false };
  const report: { paused: boolean; waitingSince?: number } = { paused: false };
  const worker = {
    capsules: [{ name: 'default', queues: [{ name: 'low' }], concurrency: 2 }],
    lastFetchAt: START,
    isQuiet: false,
    busy: 0,
    running() {
      return Array.from({ length: this.busy }, () => ({
        id: '',
        name: '',
        queue: 'low',
        since: 0,
      }));
    },
  };
  const adapter = {
    ping: async () => {
      pings += 1;
      if (store.isAway) throw new Error('away');
    },
    inspect: () => ({
      look: async () => {
        looks += 1;
        return report as QueueReport;
      },
    }),
  } as unknown as QueueAdapter;
  const health = new WorkerHealth();
  const attach = () =>
    health.attach(worker satisfies ProbedWorker, adapter, { now: () => now, random: Math.random });
  const advance = (milliseconds: number) => (now += milliseconds);
  return { health, worker, store, report, attach, advance, asked: () => ({ pings, looks }) };
}

test('it is ready from when a worker runs', async () => {
  const { health, attach } = stage();
  expect(await health.look()).toEqual({ ready: false, why: 'starting: no worker runs yet' });
  attach();
  expect(await health.look()).toEqual({ ready: true });
});

test('it is not while it fetches no more, nor when it ends', async () => {
  const { health, attach, worker } = stage();
  attach();
  worker.isQuiet = true;
  expect(await health.look()).toMatchObject({ ready: false, why: expect.stringMatching(/^quiet/) });
  health.end();
  expect(await health.look()).toEqual({ ready: false, why: 'stopping' });
});

test('it is not while the store is away, which it asks at most once a second', async () => {
  const { health, attach, store, advance, asked } = stage();
  attach();
  store.isAway = true;
  for (let times = 0; times < 10; times += 1)
    expect(await health.look()).toEqual({ ready: false, why: 'the store does not answer' });
  expect(asked().pings).toBe(1);
  store.isAway = false;
  advance(999);
  expect(await health.look()).toMatchObject({ ready: false });
  advance(1);
  expect(await health.look()).toEqual({ ready: true });
  expect(asked().pings).toBe(2);
});

describe('when nothing was fetched for a minute', () => {
  function starving() {
    const parts = stage();
    parts.attach();
    parts.report.waitingSince = START;
    parts.advance(60_000);
    return parts;
  }

  test('it is not ready if jobs have waited as long', async () => {
    const { health } = starving();
    const why = 'jobs wait on low and none was fetched for 60 s';
    expect(await health.look()).toEqual({ ready: false, why });
  });

  test('it is ready again with the next fetch', async () => {
    const { health, worker } = starving();
    worker.lastFetchAt = START + 59_000;
    expect(await health.look()).toEqual({ ready: true });
  });

  test('it is ready if no job waits, or the queue is paused', async () => {
    const empty = starving();
    delete empty.report.waitingSince;
    expect(await empty.health.look()).toEqual({ ready: true });
    const paused = starving();
    paused.report.paused = true;
    expect(await paused.health.look()).toEqual({ ready: true });
  });

  test('it is ready while long jobs take every slot', async () => {
    const { health, worker } = starving();
    worker.busy = 2;
    expect(await health.look()).toEqual({ ready: true });
  });

  test('it looks at the queues at most every ten seconds', async () => {
    const { health, advance, asked } = starving();
    for (let times = 0; times < 10; times += 1, advance(1000)) await health.look();
    expect(asked()).toEqual({ pings: 10, looks: 1 });
    await health.look();
    expect(asked().looks).toBe(2);
  });

  test('before that it does not look at them at all', async () => {
    const { health, attach, advance, asked } = stage();
    attach();
    advance(59_999);
    await health.look();
    expect(asked().looks).toBe(0);
  });
});

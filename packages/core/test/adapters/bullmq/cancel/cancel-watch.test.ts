import { CancelWatch } from '../../../../src/adapters/bullmq/cancel/cancel-watch';
import type { RunningJob } from '../../../../src/adapters/bullmq/running-job';

type Watched = Pick<RunningJob, 'id' | 'queue' | 'startedAt' | 'cancel'>;

let questions: string[][] = [];
let marked = new Set<string>();
let running: Set<Watched>;
let watch: CancelWatch;
const cancelled: string[] = [];

beforeEach(() => {
  jest.useFakeTimers();
  questions = [];
  marked = new Set();
  cancelled.length = 0;
  running = new Set();
  watch = new CancelWatch({
    running: running as Set<RunningJob>,
    marks: {
      mark: async () => {},
      unmark: async ({ id }) => void marked.delete(id),
      areMarked: async (jobs) => {
        questions.push(jobs.map(({ id }) => id));
        return jobs.map(({ id }) => marked.has(id));
      },
    },
    onError: (error) => {
      throw error;
    },
  });
  watch.start();
});

afterEach(() => {
  watch.close();
  jest.useRealTimers();
});

function start(id: string): Watched {
  const job = { id, queue: 'default', startedAt: Date.now(), cancel: () => cancelled.push(id) };
  running.add(job);
  return job;
}

test('a process that runs nothing asks nothing', async () => {
  await jest.advanceTimersByTimeAsync(60_000);
  expect(questions).toEqual([]);
});

test('a process whose jobs are short asks nothing', async () => {
  for (let second = 0; second < 60; second += 1) {
    await jest.advanceTimersByTimeAsync(450);
    const job = start(String(second));
    await jest.advanceTimersByTimeAsync(50);
    running.delete(job);
  }
  expect(questions).toEqual([]);
});

test('it asks about all running jobs at once, twice a second', async () => {
  start('a');
  start('b');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(questions).toEqual(Array.from({ length: 20 }, () => ['a', 'b']));
});

test('a job that is marked is cancelled, and its mark taken away', async () => {
  start('a');
  start('b');
  marked.add('b');
  await jest.advanceTimersByTimeAsync(600);
  expect(cancelled).toEqual(['b']);
  expect([...marked]).toEqual([]);
});

test('after the end of the watch nobody asks any more', async () => {
  start('a');
  watch.close();
  await jest.advanceTimersByTimeAsync(5000);
  expect(questions).toEqual([]);
});

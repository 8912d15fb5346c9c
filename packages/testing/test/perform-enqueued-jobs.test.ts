import {
  drain,
  EndlessDrainError,
  expectEnqueued,
  expectPerformed,
  expectNotPerformed,
  fakeQueues,
  performEnqueuedJobs,
  type FakeQueues,
} from '../src/index';
import { done, EndlessJob, FlakyJob, GreetJob, jobs, LateJob, ParentJob } from './jobs';

const HOUR = 3_600_000;
let queues: FakeQueues;

beforeEach(() => {
  done.length = 0;
  queues = fakeQueues({ jobs, now: 0 });
});
afterEach(() => queues.restore());

describe('without a block', () => {
  test('runs what waits, in the order of time, and moves the clock on', async () => {
    await GreetJob.set({ wait: '1 hour' }).performLater('later');
    await GreetJob.performLater('now');
    const report = await performEnqueuedJobs();
    expect(done).toEqual(['now', 'later']);
    expect(report).toMatchObject({ runs: 2, completed: 2, failed: 0, errors: [] });
    expect(queues.clock.now()).toBe(HOUR);
  });

  test('is one step: retries, and jobs of jobs, wait for the next', async () => {
    await FlakyJob.performLater('flaky');
    await ParentJob.performLater();
    expect(await performEnqueuedJobs()).toMatchObject({ completed: 1, retried: 1 });
    expect(queues.adapter.enqueued.map(({ name }) => name)).toEqual(['FlakyJob', 'GreetJob']);
    expect(await performEnqueuedJobs()).toMatchObject({ completed: 1, retried: 1 });
  });

  test('at: leaves what is due later', async () => {
    await GreetJob.set({ wait: '1 hour' }).performLater('in an hour');
    await GreetJob.set({ wait: '2 hours' }).performLater('in two');
    await performEnqueuedJobs({ at: 'now' });
    expect(done).toEqual([]);
    await performEnqueuedJobs({ at: new Date(HOUR) });
    expect(done).toEqual(['in an hour']);
  });

  test('only, except and queue choose, and leave no filter behind', async () => {
    const all = async () => {
      await GreetJob.performLater('a');
      await LateJob.performLater('b');
      await GreetJob.set({ queue: 'low' }).performLater('c');
    };
    await all();
    expect((await performEnqueuedJobs({ only: LateJob })).runs).toBe(1);
    expect((await performEnqueuedJobs({ except: [LateJob], queue: 'low' })).runs).toBe(1);
    expect((await performEnqueuedJobs({ only: ({ args }) => args[0] === 'z' })).runs).toBe(0);
    expect((await performEnqueuedJobs()).runs).toBe(1);
    expect(done).toEqual(['b', 'c', 'a']);
  });

  test('limit: the most runs', async () => {
    for (const name of ['a', 'b', 'c']) await GreetJob.performLater(name);
    expect((await performEnqueuedJobs({ limit: 2 })).runs).toBe(2);
    expect(queues.adapter.enqueued).toHaveLength(1);
  });

  test('a job that fails for good rejects the call, after the others have run', async () => {
    await FlakyJob.performLater('broken');
    await GreetJob.performLater('Ada');
    await expect(performEnqueuedJobs()).rejects.toThrow(new TypeError('a bug'));
    expectPerformed(FlakyJob).thatEnded('failed').once();
    expectPerformed(GreetJob).once();
  });

  test('several make one AggregateError, which has them all', async () => {
    await FlakyJob.performLater('broken');
    await FlakyJob.performLater('broken');
    await expect(performEnqueuedJobs()).rejects.toMatchObject({
      message: '2 jobs failed: a bug; a bug',
      errors: [expect.any(TypeError), expect.any(TypeError)],
    });
  });

  test('or is told of', async () => {
    await FlakyJob.performLater('broken');
    const report = await performEnqueuedJobs({ onFailure: 'return' });
    expect(report).toMatchObject({ failed: 1, errors: [expect.any(TypeError)] });
  });

  test('refuses what cannot mean anything', async () => {
    await expect(
      performEnqueuedJobs({ only: GreetJob, except: GreetJob } as never),
    ).rejects.toThrow("either 'only' or 'except'");
    await expect(performEnqueuedJobs({ limit: -1 })).rejects.toThrow('a whole number');
    await expect(performEnqueuedJobs({ at: new Date(NaN) })).rejects.toThrow('a valid Date');
    await expect(performEnqueuedJobs({ onli: GreetJob } as never)).rejects.toThrow('onli');
    await expect(performEnqueuedJobs({ only: 'GreetJob' as never })).rejects.toThrow('a job class');
  });
});

describe('with a block', () => {
  test('runs what the block enqueued and all that comes of it, and nothing that waited before', async () => {
    await GreetJob.performLater('before');
    const report = await performEnqueuedJobs(async () => {
      await ParentJob.performLater();
      await FlakyJob.performLater('flaky');
    });
    expect(report).toMatchObject({ runs: 5, completed: 3, retried: 2 });
    expect(done).not.toContain('before');
  });

  test('a filter holds for what jobs enqueue, too, and the rest is recorded', async () => {
    await performEnqueuedJobs({ except: GreetJob }, () => ParentJob.performLater());
    expectPerformed(ParentJob).once();
    expectNotPerformed(GreetJob);
    expectEnqueued(GreetJob).with('child');
  });

  test('a block that throws runs nothing', async () => {
    const block = async () => {
      await GreetJob.performLater('Ada');
      throw new RangeError('no');
    };
    await expect(performEnqueuedJobs(block)).rejects.toThrow(RangeError);
    expect(done).toEqual([]);
  });
});

describe('drain()', () => {
  test('runs everything to its end without waiting', async () => {
    await FlakyJob.performLater('flaky');
    await GreetJob.set({ wait: '1 day' }).performLater('tomorrow');
    expect(await drain()).toMatchObject({ runs: 4, completed: 2, retried: 2 });
  });

  test('tells of jobs that never come to an end', async () => {
    await EndlessJob.performLater();
    await expect(drain()).rejects.toThrow(EndlessDrainError);
  });
});

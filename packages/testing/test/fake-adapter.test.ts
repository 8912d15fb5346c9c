import { Socket } from 'node:net';
import { close, performAllLater } from '@drover/core';
import type { StoredJob } from '@drover/core';
import { setupFake, type Fake } from '../src/index';
import {
  done,
  EndlessJob,
  FlakyJob,
  GreetJob,
  HookedJob,
  jobs,
  LateJob,
  MutatingJob,
  ParentJob,
  PatientJob,
} from './jobs';

let fake: Fake;

beforeEach(() => {
  done.length = 0;
  fake = setupFake({ jobs });
});

afterAll(() => close());

describe('an enqueued job', () => {
  test('waits until it is told to run', async () => {
    const job = await GreetJob.performLater('Ada');
    expect(job.enqueued).toBe(true);
    expect(fake.adapter.enqueued).toMatchObject([
      { id: job.id, name: 'GreetJob', queue: 'default', attemptsMade: 0 },
    ]);
    expect(done).toEqual([]);
  });

  test('is kept as a store would keep it, not as the object that was passed', async () => {
    const list = ['as passed'];
    await MutatingJob.performLater(list);
    list.push('changed since');
    expect(fake.adapter.enqueued[0]?.data.args).toEqual([['as passed']]);
  });

  test('is stored once under its id, however often it is sent', async () => {
    const job = await GreetJob.performLater('Ada');
    const [sent] = fake.adapter.enqueued;
    await fake.adapter.enqueue({ ...sent, id: job.id, priority: 0 } as StoredJob);
    expect(fake.adapter.enqueued).toHaveLength(1);
  });

  test('is a new job when its object is enqueued again', async () => {
    const job = await GreetJob.performLater('Ada');
    const first = job.id;
    await job.enqueue();
    expect(fake.adapter.enqueued.map(({ id }) => id)).toEqual([first, job.id]);
    expect(job.id).not.toBe(first);
  });

  test('opens no connection', async () => {
    const connect = jest.spyOn(Socket.prototype, 'connect');
    await GreetJob.performLater('Ada');
    await fake.drain();
    expect(connect).not.toHaveBeenCalled();
  });
});

describe('drain()', () => {
  test('runs what waits, in order, through the callbacks of production', async () => {
    await HookedJob.performLater();
    await performAllLater([GreetJob.build('Ada'), GreetJob.build('Bob')]);
    await fake.drain();
    expect(done).toEqual(['before', 'performed', 'Ada', 'Bob']);
    expect(fake.adapter.enqueued).toEqual([]);
    expect(fake.adapter.completed.map(({ value }) => value)).toEqual([
      undefined,
      'hello, Ada',
      'hello, Bob',
    ]);
  });

  test('runs a smaller priority number first, and none before any', async () => {
    await LateJob.performLater('with a priority');
    await LateJob.set({ priority: 1 }).performLater('sooner');
    await GreetJob.performLater('without');
    await fake.drain();
    expect(done).toEqual(['without', 'sooner', 'with a priority']);
  });

  test('moves the clock on to scheduled jobs, in the order of their times', async () => {
    const start = fake.clock.now();
    await GreetJob.set({ wait: '2 hours' }).performLater('second');
    await GreetJob.set({ wait: '1 hour' }).performLater('first');
    await fake.drain();
    expect(done).toEqual(['first', 'second']);
    expect(fake.clock.now() - start).toBe(7_200_000);
  });

  test('runs retries at their time, each with its own run number', async () => {
    const start = fake.clock.now();
    await FlakyJob.performLater('flaky');
    await fake.drain();
    expect(done).toEqual(['flaky 1 on default', 'flaky 2 on default', 'flaky 3 on default']);
    expect(fake.clock.now() - start).toBe(120_000);
    expect(fake.adapter.completed).toMatchObject([{ attemptsMade: 2 }]);
  });

  test('carries the runs along to the queue of a retry', async () => {
    await FlakyJob.performLater('busy');
    await fake.drain();
    expect(done).toEqual(['busy 1 on default', 'busy 2 on slow', 'busy 3 on slow']);
    expect(fake.adapter.completed).toMatchObject([
      { queue: 'slow', attemptsMade: 1, data: { executions: 1 } },
    ]);
  });

  test('runs the jobs that jobs enqueue', async () => {
    await ParentJob.performLater();
    await fake.drain();
    expect(done).toEqual(['parent', 'child']);
  });

  test('a retry the job asked for is no attempt, and sees the arguments as enqueued', async () => {
    await MutatingJob.performLater(['a']);
    await fake.drain();
    expect(done).toEqual(['1: a', '2: a']);
    expect(fake.adapter.completed).toMatchObject([{ attemptsMade: 0, data: { executions: 1 } }]);
  });

  test('tells discarded jobs from failed ones', async () => {
    await FlakyJob.performLater('hopeless');
    await FlakyJob.performLater('broken');
    await fake.drain();
    expect(fake.adapter.discarded).toMatchObject([
      { because: 'rule', error: { message: 'no use' } },
    ]);
    expect(fake.adapter.failed).toMatchObject([{ error: { message: 'a bug' } }]);
    expect(fake.adapter.completed).toEqual([]);
  });

  test('runs a snoozed job when its time has come, no attempt used', async () => {
    const start = fake.clock.now();
    await PatientJob.performLater();
    await fake.drain();
    expect(done).toEqual(['run 1', 'run 1', 'run 1']);
    expect(fake.clock.now() - start).toBe(1_200_000);
    expect(fake.adapter.completed).toMatchObject([{ attemptsMade: 0 }]);
  });

  test('gives up on jobs that never come to an end, naming them', async () => {
    await EndlessJob.performLater();
    await expect(fake.drain()).rejects.toThrow(/after 10000 runs there still wait: EndlessJob/);
  });
});

describe('performEnqueuedJobs()', () => {
  test('runs each due job once: later jobs, retries and new jobs wait', async () => {
    await GreetJob.set({ wait: 1 }).performLater('later');
    await FlakyJob.performLater('flaky');
    await ParentJob.performLater();
    await fake.performEnqueuedJobs();
    expect(done).toEqual(['flaky 1 on default', 'parent']);
    expect(fake.adapter.enqueued.map(({ name }) => name)).toEqual([
      'GreetJob',
      'FlakyJob',
      'GreetJob',
    ]);
  });

  test('runs what has fallen due since the clock was moved', async () => {
    await GreetJob.set({ wait: 1000 }).performLater('later');
    fake.clock.advance(999);
    await fake.performEnqueuedJobs();
    expect(done).toEqual([]);
    fake.clock.advance(1);
    await fake.performEnqueuedJobs();
    expect(done).toEqual(['later']);
  });
});

test('clear() forgets every job', async () => {
  await GreetJob.performLater('Ada');
  await fake.drain();
  await GreetJob.performLater('Bob');
  fake.adapter.clear();
  await fake.drain();
  expect(done).toEqual(['Ada']);
  expect(fake.adapter.completed).toEqual([]);
});

test("a job's own log lines are kept with it", async () => {
  await GreetJob.performLater('Ada');
  await fake.app.adapter.consume([{ queues: [], concurrency: 1 }], async (delivery) => {
    delivery.log('a line');
    return { kind: 'completed' };
  });
  await fake.drain();
  expect(fake.adapter.completed).toMatchObject([{ log: ['a line'] }]);
});

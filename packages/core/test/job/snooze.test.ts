import {
  AfterPerform,
  AroundPerform,
  BeforePerform,
  close,
  configure,
  InvalidOptionsError,
  Job,
  RescueFrom,
  RetryOn,
  snooze,
  type JobEvents,
  type StoredJob,
} from '../../src/index';

let enqueued: StoredJob[] = [];
let told: (keyof JobEvents)[] = [];
let steps: string[] = [];

@RetryOn(Error, { attempts: 3, wait: 0 })
@RescueFrom(RangeError, () => snooze('1 minute'))
class PatientJob extends Job {
  @AroundPerform()
  async around(next: () => Promise<unknown>) {
    try {
      await next();
      steps.push('went on');
    } finally {
      steps.push('around ends');
    }
  }

  @AfterPerform()
  after() {
    steps.push('after');
  }

  async perform(how: 'snooze' | 'rescue' | 'nonsense') {
    if (how === 'rescue') throw new RangeError('not yet');
    throw snooze(how === 'snooze' ? '10 minutes' : -1);
  }
}

class SleepyJob extends Job {
  @BeforePerform()
  async wait() {
    snooze(500);
  }

  async perform() {
    steps.push('performed');
  }
}

beforeEach(() => {
  enqueued = [];
  told = [];
  steps = [];
  const adapter = {
    name: 'list',
    enqueue: async (job: StoredJob) => (enqueued.push(job), {}),
    enqueueAll: async () => [],
    consume: async () => Promise.reject(new Error('nothing is worked here')),
    close: async () => {},
  };
  const clock = { now: () => 1_000_000, random: () => 0 };
  const { events } = configure({ adapter, clock, logLevel: 'silent' });
  for (const name of ['retryScheduled', 'snoozed', 'performed', 'discarded'] as const)
    events.on(name, () => told.push(name));
});

afterEach(close);

test('a job that snoozes runs again later, and the run counts for nothing', async () => {
  const job = PatientJob.build('snooze');
  await expect(job.performNow()).resolves.toBeUndefined();
  expect(job.executions).toBe(0);
  expect(enqueued).toMatchObject([{ id: job.id, scheduledAt: 1_600_000 }]);
  expect(enqueued[0]?.data).not.toHaveProperty('executions');
});

test('no rule takes a snooze for an error, not even one for every Error', async () => {
  await PatientJob.performNow('snooze');
  expect(told).toEqual(['snoozed', 'performed']);
});

test('callbacks around the run see it end; those after it do not run', async () => {
  await PatientJob.performNow('snooze');
  expect(steps).toEqual(['around ends']);
});

test('a callback before the run can snooze', async () => {
  await SleepyJob.performNow();
  expect(steps).toEqual([]);
  expect(enqueued).toMatchObject([{ scheduledAt: 1_000_500 }]);
});

test('a handler can snooze in place of the error it was given', async () => {
  await PatientJob.performNow('rescue');
  expect(enqueued).toMatchObject([{ scheduledAt: 1_060_000 }]);
  expect(told).toEqual(['snoozed', 'performed']);
});

test('a snooze for no time that can be is an error like any other', async () => {
  await PatientJob.performNow('nonsense');
  expect(told).toEqual(['retryScheduled', 'performed']);
  expect(() => snooze('soon' as never)).toThrow(InvalidOptionsError);
});

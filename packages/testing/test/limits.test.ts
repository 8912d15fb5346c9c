import { Job, LimitConcurrency, LockConflictError, performAllLater, Throttle } from '@drover/core';
import { setupFake, type Fake } from '../src/index';

let log: string[] = [];

@LimitConcurrency({ to: 1, key: (key: string) => key })
class ImportJob extends Job {
  perform(key: string, name: string) {
    log.push(`${key} ${name} run ${this.executions}`);
  }
}

@LimitConcurrency({ onConflict: 'discard' })
class OnlyJob extends Job {
  perform() {
    log.push('only');
  }
}

@Throttle({ limit: 2, per: '1 minute' })
class CallJob extends Job {
  perform(name: string) {
    log.push(name);
  }
}

let fake: Fake;

beforeEach(() => {
  log = [];
  fake = setupFake({ jobs: [ImportJob, OnlyJob, CallJob] });
});

const hold = (key: string) => fake.adapter.locks().acquire({ key, owner: 'the test', ttl: 60_000 });

test('jobs that run one after the other all find their slot', async () => {
  await performAllLater(['1', '2', '3'].map((each) => ImportJob.build('a', each)));
  await fake.performEnqueuedJobs();
  expect(log).toEqual(['a 1 run 1', 'a 2 run 1', 'a 3 run 1']);
  expect(await fake.adapter.locks().list()).toEqual([]);
});

test('a job without a slot waits, uses no attempt, and comes when one is given back', async () => {
  await hold('limit:ImportJob/a');
  await performAllLater([
    ImportJob.build('a', '1'),
    ImportJob.build('a', '2'),
    ImportJob.build('b', '3'),
  ]);
  await fake.performEnqueuedJobs();
  await fake.performEnqueuedJobs();
  expect(log).toEqual(['b 3 run 1']);
  expect(fake.adapter.enqueued.map(({ attemptsMade }) => attemptsMade)).toEqual([0, 0]);

  await fake.adapter.locks().release({ key: 'limit:ImportJob/a', owner: 'the test' });
  await fake.performEnqueuedJobs();
  expect(log.slice(1)).toEqual(['a 1 run 1', 'a 2 run 1']);
});

test('or when the slot expires', async () => {
  await hold('limit:ImportJob/a');
  await ImportJob.performLater('a', '1');
  const before = fake.clock.now();
  await fake.drain();
  expect(log).toEqual(['a 1 run 1']);
  expect(fake.clock.now() - before).toBe(60_000);
});

test('with discard it is given up', async () => {
  await hold('limit:OnlyJob');
  await OnlyJob.performLater();
  await fake.performEnqueuedJobs();
  expect(log).toEqual([]);
  expect(fake.adapter.discarded).toMatchObject([{ because: 'limited' }]);
  expect(fake.adapter.discarded[0]?.error).toBeInstanceOf(LockConflictError);
});

test('starts are spread over the time they need', async () => {
  const begin = fake.clock.now();
  const times: number[] = [];
  fake.app.events.on('performStarted', () => times.push(fake.clock.now() - begin));
  await performAllLater(['1', '2', '3', '4', '5'].map((each) => CallJob.build(each)));
  await fake.drain();
  expect(log).toEqual(['1', '2', '3', '4', '5']);
  expect(times).toEqual([0, 0, 60_000, 60_000, 120_000]);
});

test('performNow knows no limits', async () => {
  await hold('limit:OnlyJob');
  await OnlyJob.performNow();
  expect(log).toEqual(['only']);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cron, Job, QueueAs, schedule } from '@drover/core';
import {
  expectEnqueued,
  ExpectationError,
  expectScheduled,
  fakeQueues,
  tick,
  type FakeQueues,
} from '../src/index';
import { GreetJob } from './jobs';

@Cron('every hour')
@QueueAs('low')
class HourlyJob extends Job {
  perform(): void {}
}

const FILE = `
cleanup:
  cron: '0 2 * * * Europe/Berlin'
  class: GreetJob
  args: [Ada]
  queue: low
resting:
  cron: '@daily'
  class: GreetJob
  status: disabled
`;

let folder: string;
let queues: FakeQueues;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'drover-schedule-'));
  writeFileSync(path.join(folder, 'schedule.yml'), FILE);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  const file = path.join(folder, 'schedule.yml');
  queues = fakeQueues({ jobs: [GreetJob, HourlyJob], schedule: file, now: new Date('2026-01-01') });
});
afterEach(() => queues.restore());

test('finds entries of the file, of classes and of code', async () => {
  await expectScheduled('cleanup')
    .cron('0 2 * * *', 'Europe/Berlin')
    .runs(GreetJob)
    .with('Ada')
    .onQueue('low');
  await expectScheduled('HourlyJob').cron('@hourly').runs(HourlyJob);
  await schedule.add('own', { every: '5 minutes', job: GreetJob, args: ['Bob'] });
  await expectScheduled('own').every('5 minutes');
});

test.each([
  ['its cron', () => expectScheduled('cleanup').cron('0 3 * * *', 'Europe/Berlin')],
  ['its zone', () => expectScheduled('cleanup').cron('0 2 * * *')],
  ['its class', () => expectScheduled('cleanup').runs(HourlyJob)],
  ['its arguments', () => expectScheduled('cleanup').with('Bob')],
  ['its queue', () => expectScheduled('cleanup').onQueue('high')],
  ['its name', () => expectScheduled('clenup')],
])('%s turns it red', async (_fault, act) => {
  const error = await Promise.resolve(act()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExpectationError);
  expect((error as Error).message).toMatchSnapshot();
});

test('tick() enqueues the job of an entry, at its next time', async () => {
  const job = await tick('cleanup');
  expect(job.enqueued).toBe(true);
  expect(new Date(queues.clock.now())).toEqual(new Date('2026-01-01T01:00:00Z'));
  expectEnqueued(GreetJob).with('Ada').onQueue('low').once();
  await tick('HourlyJob');
  expect(new Date(queues.clock.now())).toEqual(new Date('2026-01-01T02:00:00Z'));
  expectEnqueued(HourlyJob).once();
});

test('tick() enqueues the job of an entry that rests, too, and refuses one that is not there', async () => {
  await tick('resting');
  expect(new Date(queues.clock.now())).toEqual(new Date('2026-01-01'));
  expect(expectEnqueued(GreetJob).once().job.args).toEqual([]);
  await expect(tick('nothing')).rejects.toMatchObject({ code: 'DROVER_SCHEDULE_ENTRY_UNKNOWN' });
});

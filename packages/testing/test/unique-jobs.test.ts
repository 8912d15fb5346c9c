import {
  EnqueueError,
  Job,
  performAllLater,
  RetryOn,
  Unique,
  UniqueConflictError,
  type JobEvents,
} from '@drover/core';
import { setupFake, type Fake } from '../src/index';

@Unique('1 hour')
class ReportJob extends Job {
  perform(_account: unknown, _type?: unknown) {}
}

@Unique({ lock: 'untilExpired', ttl: '1 hour' })
class DigestJob extends ReportJob {}

@Unique({ lock: 'untilExecuting' })
class CursorJob extends Job {
  async perform(page: number) {
    if (page < 3) next = await CursorJob.performLater(page);
  }
}

let next: Job | undefined;

@Unique({ by: 0, onConflict: 'raise' })
@RetryOn(Error, { wait: '10 minutes', attempts: 2, jitter: 0 })
class SyncJob extends ReportJob {
  override perform(account: unknown, _type?: unknown) {
    if (account === 'broken') throw new Error('broken');
  }
}

@Unique({ by: '1.inbox.id', onConflict: 'log' })
class InboxJob extends ReportJob {}

@Unique({ by: (account: { id: number }, type = 'daily') => [account.id, type] })
class TypedReportJob extends ReportJob {}

const HOUR = 3_600_000;
const jobs = [ReportJob, DigestJob, CursorJob, SyncJob, InboxJob, TypedReportJob];
let fake: Fake;
beforeEach(() => void (fake = setupFake({ jobs })));
afterEach(() => fake.app.close());

test('a refused duplicate says so, and which job it is a duplicate of', async () => {
  const first = await ReportJob.performLater(1, 'daily');
  const second = await ReportJob.performLater(1, 'daily');
  expect(first).toMatchObject({ enqueued: true, duplicateOf: undefined });
  expect(second).toMatchObject({
    enqueued: false,
    notEnqueuedBecause: 'duplicate',
    duplicateOf: first.id,
  });
  expect(fake.adapter.enqueued).toHaveLength(1);
});

test('the class, the queue and the value of every argument tell jobs apart', async () => {
  const built = [
    await ReportJob.performLater({ a: 1, b: 2 }),
    await ReportJob.performLater({ a: 1, b: '2' }),
    await ReportJob.performLater(new Date(0)),
    await ReportJob.performLater(new Date(0).toISOString()),
    await ReportJob.set({ queue: 'low' }).performLater(new Date(0)),
    await DigestJob.performLater(new Date(0)),
  ];
  expect(built.map(({ enqueued }) => enqueued)).toEqual(built.map(() => true));
  const again = await ReportJob.performLater({ b: 2, a: 1 });
  expect(again.duplicateOf).toBe(built[0]?.id);
});

test('by: positions, paths and functions choose what counts', async () => {
  await InboxJob.performLater('first', { inbox: { id: 7 } });
  const same = await InboxJob.performLater('second', { inbox: { id: 7 } });
  const other = await InboxJob.performLater('first', { inbox: { id: 8 } });
  expect([same.enqueued, other.enqueued]).toEqual([false, true]);

  await TypedReportJob.performLater({ id: 1, name: 'Ada' });
  const daily = await TypedReportJob.performLater({ id: 1 }, 'daily');
  const weekly = await TypedReportJob.performLater({ id: 1 }, 'weekly');
  expect([daily.enqueued, weekly.enqueued]).toEqual([false, true]);
});

test('the lock is over at once when the job is done', async () => {
  await ReportJob.performLater(1);
  await fake.drain();
  expect((await ReportJob.performLater(1)).enqueued).toBe(true);
});

test('a lock is held through retries and free when the job is dead', async () => {
  await SyncJob.performLater('broken');
  await fake.performEnqueuedJobs();
  await expect(SyncJob.performLater('broken')).rejects.toThrow(UniqueConflictError);
  await fake.drain();
  expect(fake.adapter.failed).toHaveLength(1);
  expect((await SyncJob.performLater('broken')).enqueued).toBe(true);
});

test('a lock until the run starts lets the run enqueue its successor', async () => {
  await CursorJob.performLater(1);
  await fake.performEnqueuedJobs();
  expect(next).toMatchObject({ enqueued: true });
});

test('the time of a lock counts from when the job is due', async () => {
  await ReportJob.set({ wait: '2 minutes' }).performLater(1);
  fake.clock.advance(HOUR + 120_000 - 1);
  expect((await ReportJob.performLater(1)).enqueued).toBe(false);
  fake.clock.advance(1);
  expect((await ReportJob.performLater(1)).enqueued).toBe(true);
  expect((await ReportJob.performLater(1)).enqueued).toBe(false);
});

test('a lock until a time is held whatever becomes of the job', async () => {
  await DigestJob.performLater(1);
  await fake.drain();
  fake.clock.advance(HOUR - 1);
  expect((await DigestJob.performLater(1)).enqueued).toBe(false);
  fake.clock.advance(1);
  expect((await DigestJob.performLater(1)).enqueued).toBe(true);
});

test('set({ unique: false }) takes no lock and meets none', async () => {
  const around = ReportJob.set({ unique: false });
  await around.performLater(1);
  const first = await ReportJob.performLater(1);
  expect(first.enqueued).toBe(true);
  expect((await around.performLater(1)).enqueued).toBe(true);
  expect((await ReportJob.performLater(1)).duplicateOf).toBe(first.id);
});

test("onConflict 'raise' names the key and the other job", async () => {
  const first = await SyncJob.performLater(1, 'daily');
  const second = SyncJob.build(1, 'weekly');
  await expect(second.enqueue()).rejects.toMatchObject({
    code: 'DROVER_UNIQUE_CONFLICT',
    key: expect.stringMatching(/^SyncJob:[\w-]{27}$/),
    duplicateOf: first.id,
  });
  expect(second).toMatchObject({ enqueued: false, enqueueError: expect.any(UniqueConflictError) });
});

test('in bulk, each job says what came of it', async () => {
  const events: JobEvents['bulkEnqueued'][] = [];
  fake.app.events.on('bulkEnqueued', (event) => events.push(event));
  const built = [ReportJob.build(1), ReportJob.build(1), ReportJob.build(2)];
  await performAllLater(built);
  expect(built.map(({ enqueued }) => enqueued)).toEqual([true, false, true]);
  expect(built[1]?.duplicateOf).toBe(built[0]?.id);
  expect(events).toMatchObject([
    { jobs: [{ id: built[0]?.id }, { id: built[2]?.id }], errors: [] },
  ]);
  expect(events[0]?.duplicates).toMatchObject([
    { job: { id: built[1]?.id }, duplicateOf: built[0]?.id },
  ]);
  const raising = [SyncJob.build(3), SyncJob.build(3)];
  await expect(performAllLater(raising)).rejects.toThrow(EnqueueError);
  expect(raising[1]?.enqueueError).toBeInstanceOf(UniqueConflictError);
});

test('a duplicate is announced with what its class says about conflicts', async () => {
  const events: JobEvents['enqueued'][] = [];
  fake.app.events.on('enqueued', (event) => events.push(event));
  const first = await InboxJob.performLater('a', { inbox: { id: 1 } });
  await InboxJob.performLater('b', { inbox: { id: 1 } });
  expect(events).toMatchObject([
    { job: { id: first.id } },
    { duplicateOf: first.id, onConflict: 'log' },
  ]);
});

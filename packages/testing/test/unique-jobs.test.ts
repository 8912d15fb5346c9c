import {
  Debounce,
  EnqueueError,
  Job,
  locks,
  performAllLater,
  releaseLock,
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

let during: Job | undefined;

@Unique({ by: 0, onConflict: 'replace' })
class LatestJob extends Job {
  async perform(account: number, _version: string) {
    during = await LatestJob.performLater(account, 'during the run');
  }
}

@Unique({ acrossQueues: true })
class EverywhereJob extends ReportJob {}

@Unique({ limit: 2 })
class PairJob extends ReportJob {}

@Unique({ ttl: '1 hour', onConflict: 'reschedule' })
class MovedJob extends ReportJob {}

const indexed: { at: number; minute: number }[] = [];
let resume: (() => Promise<unknown>) | undefined;

@Debounce('5 minutes', { by: 0, maxWait: '20 minutes' })
class IndexJob extends Job {
  async perform(_account: number, minute: number) {
    indexed.push({ at: fake.clock.now(), minute });
    const later = resume;
    resume = undefined;
    await later?.();
  }
}

const HOUR = 3_600_000;
const jobs = [
  ReportJob,
  DigestJob,
  CursorJob,
  SyncJob,
  InboxJob,
  TypedReportJob,
  LatestJob,
  MovedJob,
  IndexJob,
  PairJob,
  EverywhereJob,
];
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
    key: expect.stringMatching(/^SyncJob:[\w-]{22}$/),
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

test("onConflict 'replace' puts the job in the place of one that waits, and of no other", async () => {
  const first = await LatestJob.performLater(1, 'first');
  const second = await LatestJob.performLater(1, 'second');
  expect(second.enqueued).toBe(true);
  expect(fake.adapter.enqueued.map(({ id }) => id)).toEqual([second.id]);
  expect(first.id).not.toBe(second.id);
  await fake.drain();
  expect(during).toMatchObject({ enqueued: false, duplicateOf: second.id });
});

test("onConflict 'reschedule' moves the job that waits, and its lock with it", async () => {
  const start = fake.clock.now();
  const first = await MovedJob.set({ wait: '10 minutes' }).performLater(1);
  const second = await MovedJob.set({ wait: '2 hours' }).performLater(1);
  expect(second).toMatchObject({ enqueued: false, duplicateOf: first.id });
  expect(fake.adapter.enqueued).toMatchObject([{ id: first.id, dueAt: start + 2 * HOUR }]);
  fake.clock.advance(1.5 * HOUR);
  expect((await MovedJob.set({ wait: HOUR }).performLater(1)).enqueued).toBe(false);
  fake.clock.advance(2 * HOUR);
  expect((await MovedJob.performLater(1)).enqueued).toBe(true);
});

describe('@Debounce', () => {
  const MINUTE = 60_000;
  const calls = async (...minutes: number[]) => {
    const start = fake.clock.now();
    for (const minute of minutes) {
      fake.clock.travelTo(start + minute * MINUTE);
      await IndexJob.performLater(7, minute);
    }
    await fake.drain();
    return indexed.map(({ at, minute }) => [(at - start) / MINUTE, minute]);
  };
  beforeEach(() => void (indexed.length = 0));

  test('runs once it has been quiet for so long, with the last arguments', async () => {
    expect(await calls(0, 4, 8)).toEqual([[13, 8]]);
  });

  test('waits no longer than maxWait', async () => {
    const start = fake.clock.now();
    await IndexJob.performLater(7, 0);
    fake.clock.travelTo(start + 4 * MINUTE);
    const job = await IndexJob.performLater(7, 4);
    expect(job.scheduledAt?.getTime()).toBe(start + 9 * MINUTE);
    fake.adapter.clear();
    fake.clock.travelTo(start);
    expect(await calls(0, 4, 8, 12, 16, 19)).toEqual([[20, 19]]);
  });

  test('what comes during a run, runs after it', async () => {
    resume = () => IndexJob.performLater(7, 99);
    expect(await calls(0)).toEqual([
      [5, 0],
      [10, 99],
    ]);
  });

  test('jobs apart are put off apart, and an own time wins', async () => {
    const start = fake.clock.now();
    await IndexJob.performLater(7, 1);
    await IndexJob.performLater(8, 2);
    const own = await IndexJob.set({ wait: '1 minute' }).performLater(9, 3);
    expect(own.scheduledAt?.getTime()).toBe(start + MINUTE);
    const around = await IndexJob.set({ unique: false }).performLater(7, 4);
    expect(around.scheduledAt).toBeUndefined();
    expect(fake.adapter.enqueued).toHaveLength(4);
  });
});

test('locks() shows what jobs hold, and releaseLock() frees it', async () => {
  const job = await DigestJob.performLater(1);
  const [lock, ...rest] = await locks({ name: 'DigestJob' });
  expect(lock).toMatchObject({
    kind: 'unique',
    key: expect.stringMatching(/^default:DigestJob:[\w-]{22}$/),
    jobId: job.id,
    since: fake.clock.now(),
    expires: fake.clock.now() + HOUR,
  });
  expect(rest).toEqual([]);
  expect(await releaseLock(lock?.key ?? '', { kind: 'lock' })).toBe(0);
  expect(await releaseLock(lock?.key ?? '')).toBe(1);
  expect((await DigestJob.performLater(1)).enqueued).toBe(true);
});

test('limit lets so many jobs of a key wait', async () => {
  const pairs = [1, 1, 1, 2].map((account) => PairJob.build(account));
  await performAllLater(pairs);
  expect(pairs.map(({ enqueued }) => enqueued)).toEqual([true, true, false, true]);
  await fake.drain();
  expect((await PairJob.performLater(1)).enqueued).toBe(true);
});

test('acrossQueues makes one lock of those of all queues', async () => {
  const first = await EverywhereJob.performLater(1);
  const elsewhere = EverywhereJob.set({ queue: 'low' });
  expect((await elsewhere.performLater(1)).duplicateOf).toBe(first.id);
  await fake.drain();
  expect((await elsewhere.performLater(1)).enqueued).toBe(true);
});

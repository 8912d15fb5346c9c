import {
  AfterEnqueue,
  BeforeEnqueue,
  close,
  configure,
  Debounce,
  DiscardOn,
  EnqueueError,
  enqueueAfterCommit,
  halt,
  InvalidOptionsError,
  Job,
  LimitConcurrency,
  performAllLater,
  performChainLater,
  retryJobs,
  startWorker,
  Unique,
  UnsupportedOperationError,
  type QueueAdapter,
} from '@drover/core';
import { fakeQueues, performEnqueuedJobs, type FakeQueues } from '@drover/testing';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

const MINUTE = 60_000;
const told: string[] = [];
const broken = new Set<string>();

class Gone extends Error {}

@DiscardOn(Gone)
class ImportJob extends Job {
  async perform(file: string) {
    told.push(file);
    if (file === 'gone') throw new Gone(file);
    if (broken.has(file)) throw new Error(`cannot read ${file}`);
    return file.length;
  }
}

class ReportJob extends Job {
  async perform(month: string) {
    const { total, completed, failed, removed } = await this.batch();
    const bad = failed.map(({ error }) => error).join();
    told.push(`${month}: ${completed} of ${total}, ${removed} removed, failed: ${bad || 'none'}`);
  }
}

class CarefulJob extends ImportJob {
  @BeforeEnqueue()
  skip(): void {
    const [file] = this.arguments;
    told.push(`before ${String(file)}`);
    if (file === 'skip') halt();
    if (file === 'throw') throw new RangeError('no such file');
  }

  @AfterEnqueue()
  note(): void {
    told.push(`after ${String(this.arguments[0])}: ${this.enqueued}`);
  }
}

@Unique()
class OnceJob extends ImportJob {}

@Debounce('1 minute')
class LateJob extends ImportJob {}

@LimitConcurrency()
class NarrowJob extends ImportJob {}

class RowJob extends Job {
  async perform(row: { file: string }) {
    told.push(row.file);
  }
}

const jobs = [RowJob, ImportJob, ReportJob, CarefulJob, OnceJob, LateJob, NarrowJob];
const imports = (...files: string[]) => files.map((file) => ImportJob.build(file));

beforeEach(() => {
  told.length = 0;
  broken.clear();
});
afterAll(() => close());

describe('on the fake queues', () => {
  let fake: FakeQueues;

  beforeEach(() => void (fake = fakeQueues({ jobs, logLevel: 'silent' })));
  afterEach(() => fake[Symbol.dispose]());

  test('the job runs once those it waits for are done, all in one call', async () => {
    const files = imports('a', 'gone');
    const report = await ReportJob.set({ after: files }).performLater('May');
    expect(report.enqueued).toBe(true);
    expect(files.map(({ enqueued }) => enqueued)).toEqual([true, true]);
    expect(await report.status()).toMatchObject({ state: 'waiting', waitsFor: 2 });
    expect(await report.batch()).toMatchObject({ total: 2, pending: 2 });
    await performEnqueuedJobs();
    expect(told).toEqual(['a', 'gone', 'May: 2 of 2, 0 removed, failed: none']);
  });

  test('it waits for one that failed', async () => {
    broken.add('b');
    const report = await ReportJob.set({ after: imports('a', 'b') }).performLater('May');
    await expect(performEnqueuedJobs()).rejects.toThrow('cannot read b');
    expect(await report.status()).toMatchObject({ state: 'waiting', waitsFor: 1 });
    expect(told).toEqual(['a', 'b']);
  });

  test('or runs, and is told', async () => {
    broken.add('b');
    await ReportJob.set({ after: imports('a', 'b'), whenFailed: 'run' }).performLater('May');
    const { failed, completed } = await performEnqueuedJobs({ onFailure: 'return' });
    expect({ failed, completed }).toEqual({ failed: 1, completed: 2 });
    expect(told.at(-1)).toBe('May: 1 of 2, 0 removed, failed: cannot read b');
  });

  test('one that is cancelled is not waited for, and told of as removed', async () => {
    const [a, b] = imports('a', 'b') as [ImportJob, ImportJob];
    await ReportJob.set({ after: [a, b] }).performLater('May');
    expect(await b.cancel()).toBe('removed');
    await performEnqueuedJobs();
    expect(told).toEqual(['a', 'May: 1 of 2, 1 removed, failed: none']);
  });

  test('an empty list lets it run at once', async () => {
    await ReportJob.set({ after: [] }).performLater('May');
    await performEnqueuedJobs();
    expect(told).toEqual(['May: 0 of 0, 0 removed, failed: none']);
  });

  test('a job of the list may wait for others itself', async () => {
    const inner = ReportJob.set({ after: imports('a', 'b') }).build('first half');
    await ReportJob.set({ after: [inner, ...imports('c')] }).performLater('year');
    await performEnqueuedJobs();
    const of = (what: string, count: number) =>
      `${what}: ${count} of ${count}, 0 removed, failed: none`;
    expect(told.at(-1)).toBe(of('year', 2));
    expect(told.indexOf(of('first half', 2))).toBeGreaterThan(told.indexOf('b'));
  });

  test('its wait begins when the last of them is done', async () => {
    const report = await ReportJob.set({ after: imports('a'), wait: '1 hour' }).performLater('May');
    expect(report.scheduledAt).toBeUndefined();
    fake.clock.advance(30 * MINUTE);
    await performEnqueuedJobs({ at: 'now' });
    expect(told).toEqual(['a']);
    expect(await report.status()).toMatchObject({ state: 'delayed' });
    fake.clock.advance(59 * MINUTE);
    await performEnqueuedJobs({ at: 'now' });
    expect(told).toEqual(['a']);
    fake.clock.advance(MINUTE);
    await performEnqueuedJobs({ at: 'now' });
    expect(told).toHaveLength(2);
  });

  test('a chain runs in its order, and stops at a failure', async () => {
    const chain = await performChainLater(imports('extract', 'transform', 'load'));
    expect(chain.map(({ enqueued }) => enqueued)).toEqual([true, true, true]);
    await performEnqueuedJobs();
    expect(told).toEqual(['extract', 'transform', 'load']);
    told.length = 0;
    broken.add('transform');
    await performChainLater(imports('extract', 'transform', 'load'));
    await performEnqueuedJobs({ onFailure: 'return' });
    expect(told).toEqual(['extract', 'transform']);
    expect(await performChainLater([])).toEqual([]);
  });

  test('inline they run in the enqueue, the one that waits last', async () => {
    broken.add('b');
    const inline = fakeQueues({ jobs, mode: 'inline', logLevel: 'silent' });
    const batch = { after: imports('a', 'b', 'c'), whenFailed: 'run' } as const;
    await expect(ReportJob.set(batch).performLater('May')).rejects.toThrow('cannot read b');
    inline[Symbol.dispose]();
    expect(told).toEqual(['a', 'b', 'c', 'May: 2 of 3, 0 removed, failed: cannot read b']);
  });

  test('callbacks of all run around the one storing; one that halts leaves its job out', async () => {
    const files = ['one', 'skip', 'two'].map((file) => CarefulJob.build(file));
    const report = await ReportJob.set({ after: files }).performLater('May');
    expect(told).toEqual([
      ...['before one', 'before skip', 'before two'],
      ...['after one: true', 'after two: true'],
    ]);
    expect(files.map(({ notEnqueuedBecause }) => notEnqueuedBecause)).toEqual([
      ...[undefined, 'halted', undefined],
    ]);
    expect(await report.batch()).toMatchObject({ total: 2 });
  });

  test('where that of the one that waits halts, nothing is stored', async () => {
    const [file] = imports('a');
    const report = CarefulJob.set({ after: [file as Job] }).build('skip');
    await report.enqueue();
    expect(fake.adapter.enqueued).toEqual([]);
    expect([report.notEnqueuedBecause, file?.notEnqueuedBecause]).toEqual(['halted', 'halted']);
  });

  test('one that throws keeps all out, and the same objects may be enqueued again', async () => {
    const refused = CarefulJob.build('throw');
    const files = [CarefulJob.build('one'), refused];
    const report = ReportJob.set({ after: files }).build('May');
    const ids = [report, ...files].map(({ id }) => id);
    await expect(report.enqueue()).rejects.toThrow('no such file');
    expect(told).toEqual(['before one', 'before throw']);
    expect(fake.adapter.enqueued).toEqual([]);
    expect([report, ...files].map(({ enqueueError }) => enqueueError?.message)).toEqual(
      Array(3).fill('no such file'),
    );
    (refused.arguments as string[])[0] = 'two';
    await report.enqueue();
    expect([report, ...files].map(({ id }) => id)).toEqual(ids);
    expect(fake.adapter.enqueued).toHaveLength(3);
  });

  test('middleware wraps each of them', async () => {
    fake.app.clientMiddleware.add(async (job, next) => {
      told.push(`in ${String(job.arguments[0])}`);
      await next();
      told.push(`out ${String(job.arguments[0])}: ${job.enqueued}`);
    });
    await ReportJob.set({ after: imports('a') }).performLater('May');
    expect(told).toEqual(['in May', 'in a', 'out May: true', 'out a: true']);
  });

  test('they are told of as one bulk, and the one that waits by itself', async () => {
    const names: string[] = [];
    fake.app.events.on('bulkEnqueued', ({ jobs: all }) => void names.push(`${all.length} jobs`));
    fake.app.events.on('enqueued', ({ job }) => void names.push(job.name));
    await ReportJob.set({ after: imports('a', 'b') }).performLater('May');
    expect(names).toEqual(['2 jobs', 'ReportJob']);
  });

  test('in a transaction all are enqueued at its commit, or none', async () => {
    const row = { file: 'a' };
    await enqueueAfterCommit(async () => {
      await ReportJob.set({ after: [RowJob.build(row)] }).performLater('May');
      row.file = 'another';
      expect(fake.adapter.enqueued).toEqual([]);
    });
    expect(fake.adapter.enqueued).toHaveLength(2);
    await performEnqueuedJobs();
    expect(told).toContain('a');
    const rolledBack = imports('b');
    const attempt = enqueueAfterCommit(async () => {
      await ReportJob.set({ after: rolledBack }).performLater('June');
      throw new Error('rolled back');
    });
    await expect(attempt).rejects.toThrow('rolled back');
    expect(fake.adapter.enqueued).toEqual([]);
    expect(rolledBack[0]?.notEnqueuedBecause).toBe('rolledBack');
  });

  test('a job may be in the list that is limited, or whose lock is left off', async () => {
    const after = [NarrowJob.build('a'), OnceJob.set({ unique: false }).build('b')];
    await ReportJob.set({ after }).performLater('May');
    await performEnqueuedJobs();
    expect(told.at(-1)).toBe('May: 2 of 2, 0 removed, failed: none');
  });

  describe('refuses', () => {
    const expectRefused = async (enqueue: () => Promise<unknown>, message: string | RegExp) => {
      const error = await enqueue().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidOptionsError);
      expect((error as Error).message).toMatch(message);
      expect(fake.adapter.enqueued).toEqual([]);
    };

    test('a lock of @Unique or @Debounce, in the list and before it', async () => {
      const after = imports('a');
      await expectRefused(
        () => ReportJob.set({ after: [OnceJob.build('a')] }).performLater('May'),
        'Say OnceJob.set({ unique: false })',
      );
      await expectRefused(() => LateJob.set({ after }).performLater('a'), 'LateJob');
    });

    test('a job twice', async () => {
      const [file] = imports('a');
      await expectRefused(
        () => ReportJob.set({ after: [file as Job, file as Job] }).performLater('May'),
        'each job once',
      );
    });

    test('a time at which it runs, whenever the others are done', async () => {
      const waitUntil = new Date();
      await expectRefused(
        () => ReportJob.set({ after: imports('a'), waitUntil }).performLater('May'),
        "no 'waitUntil'",
      );
    });

    test('what is no job, and rules that are none', async () => {
      const set = (options: object) => () => ReportJob.set(options).performLater('May');
      const enqueue = (options: object) => async () => set(options)();
      await expectRefused(enqueue({ after: [ImportJob] }), 'after [0]');
      await expectRefused(enqueue({ after: 'a' }), 'a list of jobs');
      await expectRefused(enqueue({ after: [], whenFailed: 'fail' }), "'wait' or 'run'");
      await expectRefused(enqueue({ whenFailed: 'run' }), "beside 'after' only");
    });

    test('to leave the others out', async () => {
      const waiting = () => ReportJob.set({ after: imports('a') });
      await expectRefused(() => performAllLater([waiting().build('May')]), 'performAllLater()');
      await expectRefused(() => waiting().performNow('May'), 'performNow()');
    });
  });
});

test('an adapter that does not know batches is not given one', async () => {
  const stored: unknown[] = [];
  const adapter = {
    name: 'simple',
    enqueue: async (job: unknown) => (stored.push(job), {}),
    enqueueAll: async () => [],
    consume: async () => {},
    close: async () => {},
  } as unknown as QueueAdapter;
  configure({ adapter, jobs, logLevel: 'silent' });
  const error = await ReportJob.set({ after: imports('a') })
    .performLater('May')
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnsupportedOperationError);
  expect((error as Error).message).toContain('keepsBatches');
  expect(stored).toEqual([]);
});

describe('on Redis', () => {
  beforeAll(() => {
    configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs, logLevel: 'silent' });
  });

  test('a failed job of the list is retried, and the one that waits runs once', async () => {
    broken.add('b');
    await startWorker();
    const report = await ReportJob.set({ after: imports('a', 'b') }).performLater('May');
    await waitFor(() => told.length === 2);
    await waitFor(async () => (await report.batch()).completed === 1);
    broken.clear();
    expect(await waitFor(() => retryJobs({ name: 'ImportJob' }))).toBe(1);
    await report.result();
    expect(told).toEqual(['a', 'b', 'b', 'May: 2 of 2, 0 removed, failed: none']);
  });

  test('jobs that wait for each other by a limit, and then the one', async () => {
    const after = Array.from({ length: 20 }, (_, index) => NarrowJob.build(`${index}`));
    const report = await ReportJob.set({ after }).performLater('May');
    await report.result();
    expect(told.at(-1)).toBe('May: 20 of 20, 0 removed, failed: none');
  });

  test('the jobs are what they were at the call', async () => {
    const row = { file: 'a' };
    const enqueued = ReportJob.set({ after: [RowJob.build(row)] }).performLater('May');
    row.file = 'another';
    await (await enqueued).result();
    expect(told[0]).toBe('a');
  });

  test('a store that is away says so, once for all', async () => {
    await close();
    configure({ store: 'redis://127.0.0.1:1', enqueueTimeout: 200, jobs, logLevel: 'silent' });
    const files = imports('a');
    const enqueue = ReportJob.set({ after: files }).performLater('May');
    await expect(enqueue).rejects.toThrow(EnqueueError);
    expect(files[0]?.enqueueError).toBeInstanceOf(EnqueueError);
  });
});

import {
  close,
  configure,
  deleteJobs,
  failedJobs,
  InvalidOptionsError,
  Job,
  performAllLater,
  processes,
  queue,
  QueueAs,
  queues,
  RetryOn,
  retryJobs,
  startWorker,
  UnsupportedOperationError,
  type QueueAdapter,
} from '../../src/index';
import { testRedisUrl, uniqueNamespace } from '../../../../tests/support/redis';
import { waitFor } from '../../../../tests/support/wait-for';

let broken = true;

class BrokenJob extends Job {
  perform(_number: number): void {
    if (broken) throw new Error('out of order');
  }
}

@QueueAs('reports')
class ReportJob extends BrokenJob {}

@RetryOn(Error, { attempts: 2, wait: 1 })
class StubbornJob extends BrokenJob {}

class SlowJob extends Job {
  async perform(): Promise<void> {
    await new Promise((resolve) => this.signal.addEventListener('abort', resolve));
  }
}

const jobs = [BrokenJob, ReportJob, StubbornJob, SlowJob];

describe.each(['redis', 'embedded'])('an application on %s', (name) => {
  beforeAll(() => {
    const store = name === 'redis' ? testRedisUrl() : 'embedded:';
    const namespace = uniqueNamespace();
    configure({ store, namespace, jobs, queues: ['urgent', 'default', 'reports'] });
  });
  beforeEach(() => void (broken = true));
  afterEach(async () => {
    await deleteJobs({ all: true });
    for (const each of await queues()) await queue(each.name).clear({ delayed: true });
  });
  afterAll(() => close());

  async function fail(...list: Job[]): Promise<void> {
    await performAllLater(list);
    const worker = await startWorker();
    await waitFor(async () => (await failedJobs()).length === list.length);
    await worker.stop();
  }

  test('shows its queues: the configured, the declared and those in the store', async () => {
    await BrokenJob.set({ queue: 'forgotten' }).performLater(1);
    await ReportJob.set({ wait: '1 hour' }).performLater(1);
    await queue('urgent').pause();
    const found = await queues();
    expect(found.map(({ name: each }) => each)).toEqual([
      'urgent',
      'default',
      'reports',
      'forgotten',
    ]);
    const [urgent, , reports, forgotten] = found;
    expect(urgent).toMatchObject({ paused: true, latency: 0, size: { waiting: 0 } });
    expect(reports).toMatchObject({ paused: false, latency: 0, size: { delayed: 1 } });
    expect(forgotten).toMatchObject({ size: { waiting: 1 } });
    expect(forgotten?.latency).toBeGreaterThanOrEqual(0);
    expect(forgotten?.latency).toBeLessThan(30_000);
    expect(await queue('forgotten').size()).toBe(1);
    expect(await queue('forgotten').clear()).toBe(1);
    expect(await queue('reports').clear()).toBe(0);
    expect(await queue('reports').clear({ delayed: true })).toBe(1);
    await queue('urgent').resume();
  });

  test('shows its processes for as long as they work, and what they run', async () => {
    expect(await processes()).toEqual([]);
    const worker = await startWorker({ queues: [['default', 3]], concurrency: 4 });
    const job = await SlowJob.performLater();
    await waitFor(() => worker.running().length === 1);
    await worker.quiet();
    const [found] = await waitFor(async () => {
      const list = await processes();
      return list[0]?.quiet ? list : undefined;
    });
    expect(found).toMatchObject({
      pid: process.pid,
      queues: [{ name: 'default', weight: 3 }],
      concurrency: 4,
      busy: 1,
      running: [{ id: job.id, name: 'SlowJob', queue: 'default' }],
    });
    await worker.stop({ timeout: 0 });
    await waitFor(async () => (await processes()).length === 0);
  });

  test('finds failed jobs by id, class, queue, and the newest of them', async () => {
    const list = [BrokenJob.build(1), ReportJob.build(2), BrokenJob.build(3)];
    await fail(...list);
    const all = await failedJobs();
    expect(all.map(({ id }) => id).toSorted()).toEqual(list.map(({ id }) => id).toSorted());
    expect(all.map(({ failedAt }) => failedAt)).toEqual(
      all.map(({ failedAt }) => failedAt).toSorted((a, b) => b - a),
    );
    expect(await failedJobs({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(await failedJobs({ name: 'ReportJob' })).toMatchObject([
      { queue: 'reports', args: [2], error: { message: 'out of order' }, attempts: 1 },
    ]);
    expect(await failedJobs({ queue: 'default' })).toHaveLength(2);
    expect(await failedJobs({ id: list[0]!.id })).toMatchObject([{ id: list[0]!.id }]);
    expect(await failedJobs({ id: list[0]!.id, name: 'ReportJob' })).toEqual([]);
  });

  test('retries what is chosen, and leaves the rest', async () => {
    const list = [BrokenJob.build(1), ReportJob.build(2), BrokenJob.build(3)];
    await fail(...list);
    broken = false;
    expect(await retryJobs({ name: 'BrokenJob' })).toBe(2);
    expect(await failedJobs()).toMatchObject([{ name: 'ReportJob' }]);
    const worker = await startWorker();
    const completed = async () => (await queues())[1]?.size.completed ?? 0;
    await waitFor(async () => (await completed()) >= 2);
    await worker.stop();
    expect(await retryJobs({ id: [list[1]!.id, 'unknown'] })).toBe(1);
    expect(await retryJobs({ all: true })).toBe(0);
  });

  test('a retried job that fails again is retried once, and has its attempts anew', async () => {
    const job = StubbornJob.build(1);
    await fail(job);
    expect(await failedJobs()).toMatchObject([{ attempts: 2 }]);
    const worker = await startWorker();
    expect(await retryJobs({ all: true })).toBe(1);
    await waitFor(async () => (await failedJobs()).length === 1);
    await worker.stop();
    expect(await failedJobs()).toMatchObject([{ attempts: 2 }]);
  });

  test('deletes what is chosen, over several pages', async () => {
    const list = Array.from({ length: 230 }, (_, number) =>
      number % 3 === 0 ? ReportJob.build(number) : BrokenJob.build(number),
    );
    await performAllLater(list);
    const worker = await startWorker();
    await waitFor(async () => (await failedJobs({ limit: 230 })).length === 230);
    await worker.stop();
    expect(await deleteJobs({ queue: 'reports' })).toBe(77);
    expect(await deleteJobs({ name: 'Nobody' })).toBe(0);
    expect(await deleteJobs({ all: true })).toBe(153);
    expect(await failedJobs()).toEqual([]);
  });
});

describe('asked for what cannot be', () => {
  beforeEach(
    () => void configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs: [] }),
  );
  afterEach(() => close());

  test('acting on every failed job needs saying so', async () => {
    await expect(retryJobs({})).rejects.toThrow(InvalidOptionsError);
    await expect(deleteJobs({})).rejects.toThrow(/'id', 'name' or 'queue', or 'all: true'/);
    await expect(deleteJobs({ nmae: 'X' } as never)).rejects.toThrow(/only the options/);
  });

  test('a name that is no queue, and a limit that is none, are refused', async () => {
    expect(() => queue('a:b')).toThrow(InvalidOptionsError);
    await expect(failedJobs({ limit: 0 })).rejects.toThrow(InvalidOptionsError);
    await expect(queue('a').clear({ all: true } as never)).rejects.toThrow(/only the options/);
  });
});

test('an adapter that shows nothing has no processes, and says that it cannot show its queues', async () => {
  const adapter: QueueAdapter = {
    name: 'bare',
    enqueue: async () => ({}),
    enqueueAll: async (list) => list.map(() => ({})),
    consume: async () => ({
      quiet: async () => {},
      stop: async () => ({ finished: 0, handedBack: [] }),
    }),
    close: async () => {},
  };
  configure({ adapter, jobs: [] });
  const worker = await startWorker({ queues: ['default'] });
  expect(await processes()).toEqual([]);
  await expect(queues()).rejects.toThrow(UnsupportedOperationError);
  await worker.stop();
  await close();
});

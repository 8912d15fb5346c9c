import { close, InvalidOptionsError, performAllLater } from '@drover/core';
import { FakeClock, setupFake, type FakeAdapter } from '@drover/testing';
import { entries } from '../support/journal';
import { SharedFiles } from '../support/shared-files';
import { waitFor } from '../support/wait-for';
import { ScheduleSyncJob } from './app/jobs/captain/schedule-sync.job';
import { TriggerDailyJob } from './app/jobs/internal/trigger-daily.job';
import { SendReplyJob } from './app/jobs/send-reply.job';
import { settings } from './app/settings';
import { RedisStage } from './support/redis-stage';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const runs = ({ id: jobId }: { id: string }) => entries('perform', { jobId });

/** A store, and the clock by which jobs are enqueued into it. */
interface Setting {
  readonly clock: FakeClock;
  /** Where the day of the scenario begins. Its 08:00 is when the clock stands still. */
  readonly midnight: number;
  settle(): Promise<unknown>;
  /** When the store has the job due, in milliseconds since the epoch. */
  dueAt(queue: string, id: string): Promise<number | undefined>;
}

describe('on the fake store', () => {
  const files = new SharedFiles();
  const midnight = Date.UTC(2026, 2, 17);
  let adapter: FakeAdapter;
  const setting = { midnight } as { -readonly [Key in keyof Setting]: Setting[Key] };

  beforeEach(() => {
    const fake = setupFake({ ...settings, now: midnight + 8 * HOUR, logLevel: 'silent' });
    adapter = fake.adapter;
    setting.clock = fake.clock;
    setting.settle = () => adapter.drain();
    setting.dueAt = async (_queue, id) => adapter.enqueued.find((job) => job.id === id)?.dueAt;
  });
  afterAll(async () => {
    await close();
    files.remove();
  });

  scenarios(setting);

  test('ten thousand jobs for one instant all run then, and none before', async () => {
    const due = setting.clock.now() + 5 * SECOND;
    const jobs = await enqueueMany(due);
    setting.clock.travelTo(due - 1);
    await adapter.run({ until: due - 1, recursive: false });
    expect(entries('perform', { name: 'ScheduleSyncJob', documentId: -1 })).toEqual([]);
    await adapter.drain();
    expectAllAt(due, jobs.length);
  });
});

describe('on Redis with two worker processes', () => {
  // The clock of the jobs stands still, yesterday: the workers, whose clock goes on, run them at once.
  const midnight = Math.floor(Date.now() / DAY) * DAY - DAY;
  const clock = new FakeClock({ now: midnight });
  const stage = new RedisStage({ clock });

  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => clock.travelTo(midnight + 8 * HOUR));

  scenarios({
    clock,
    midnight,
    settle: () => stage.settle(),
    dueAt: (queue, id) => stage.dueAt(queue, id),
  });

  test('ten thousand jobs for one instant all run then, and none before', async () => {
    clock.travelTo(Date.now());
    const due = clock.now() + 3 * SECOND;
    const jobs = await enqueueMany(due);
    const ran = () => entries('perform', { name: 'ScheduleSyncJob', documentId: -1 }).length;
    await waitFor(() => ran() === jobs.length, {
      what: 'ten thousand runs',
      interval: 500,
    });
    await stage.settle();
    expectAllAt(due, jobs.length);
  });
});

function scenarios(setting: Setting): void {
  test('an installation has its minute of the day; once it is past, the job runs now', async () => {
    const installation = 'test-installation-id';
    const waitUntil = TriggerDailyJob.timeFor(installation, setting.midnight);
    const { id, scheduledAt } = await TriggerDailyJob.set({ waitUntil }).performLater(installation);
    expect(scheduledAt?.toISOString()).toMatch(/T15:48:00\.000Z$/);
    expect(scheduledAt).toEqual(waitUntil);
    await setting.settle();
    expect(runs({ id })).toHaveLength(1);

    setting.clock.travelTo(setting.midnight + 20 * HOUR);
    const late = await TriggerDailyJob.set({ waitUntil }).performLater(installation);
    expect(late.enqueued).toBe(true);
    await setting.settle();
    expect(runs(late)).toHaveLength(1);
    expect(setting.clock.now()).toBe(setting.midnight + 20 * HOUR);
  });

  test('options of one enqueue hold for that one', async () => {
    const due = setting.midnight + 8.5 * HOUR;
    const job = await ScheduleSyncJob.set({ queue: 'purgable', wait: '30 minutes' }).performLater(
      7,
    );
    expect(job).toMatchObject({ queueName: 'purgable', scheduledAt: new Date(due) });
    await expect(setting.dueAt('purgable', job.id)).resolves.toBe(due);

    const plain = await ScheduleSyncJob.performLater(7);
    expect(plain).toMatchObject({ queueName: 'low', scheduledAt: undefined });
    await setting.settle();
    expect(runs(plain)).toMatchObject([{ queue: 'low' }]);
  });

  test.each([
    ['milliseconds', { wait: 90_000 }],
    ['a duration', { wait: '90 seconds' }],
    ['a short duration', { wait: '1.5m' }],
  ] as const)('a wait is %s', async (_form, options) => {
    const { scheduledAt } = await ScheduleSyncJob.set(options).performLater(8);
    expect(scheduledAt?.getTime()).toBe(setting.clock.now() + 90 * SECOND);
    await setting.settle();
  });

  test.each([
    ['a negative wait', { wait: -5 * SECOND }],
    ['a wait of nothing', { wait: 0 }],
    ['a time in the past', { waitUntil: new Date(0) }],
  ])('%s means now', async (_form, options) => {
    const now = setting.clock.now();
    const job = await ScheduleSyncJob.set(options).performLater(9);
    await setting.settle();
    expect(runs(job)).toHaveLength(1);
    expect(setting.clock.now()).toBe(now);
  });

  test.each([
    ['no number', { wait: NaN }],
    ['no date', { waitUntil: new Date(NaN) }],
    ['both at once', { wait: 1, waitUntil: new Date() }],
  ])('%s is refused', (_form, options) => {
    expect(() => ScheduleSyncJob.set(options)).toThrow(InvalidOptionsError);
  });

  test('a reply with an attachment waits two seconds, on the queue of its class', async () => {
    const bare = await SendReplyJob.enqueueFor(1, { attachments: 0 });
    const attached = await SendReplyJob.enqueueFor(2, { attachments: 1 });
    expect(bare).toMatchObject({ queueName: 'high', scheduledAt: undefined });
    expect(attached.queueName).toBe('high');
    expect(attached.scheduledAt?.getTime()).toBe(setting.clock.now() + 2 * SECOND);
    await setting.settle();
    expect([...runs(bare), ...runs(attached)]).toMatchObject([
      { queue: 'high' },
      { queue: 'high' },
    ]);
  });
}

function enqueueMany(waitUntil: number): Promise<readonly ScheduleSyncJob[]> {
  const many = Array.from({ length: 10_000 }, () => ScheduleSyncJob.set({ waitUntil }).build(-1));
  return performAllLater(many);
}

function expectAllAt(due: number, count: number): void {
  const ran = entries('perform', { name: 'ScheduleSyncJob', documentId: -1 });
  expect(new Set(ran.map(({ jobId }) => jobId)).size).toBe(count);
  expect(ran).toHaveLength(count);
  expect(Math.min(...ran.map(({ at }) => at))).toBeGreaterThanOrEqual(due);
}

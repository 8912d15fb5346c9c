import {
  close,
  configure,
  InvalidOptionsError,
  Job,
  schedule,
  ScheduleError,
  SerializationError,
  UnknownJobClassError,
  UnsupportedOperationError,
  type QueueAdapter,
} from '../../src/index';
import { testRedisUrl, uniqueNamespace } from '../../../../tests/support/redis';
import { CleanupJob } from './jobs';

class StrangeJob extends Job {
  async perform(): Promise<void> {}
}

beforeEach(() => {
  const namespace = uniqueNamespace();
  configure({ store: testRedisUrl(), namespace, jobs: [CleanupJob], logLevel: 'silent' });
});

afterEach(() => close());

const DAILY = { job: CleanupJob, cron: '0 2 * * *' } as const;

test('an entry of code is listed with everything that is known of it', async () => {
  await schedule.add('nightly', {
    ...DAILY,
    ...{ tz: 'Europe/Berlin', args: [new Date(0)], queue: 'low', description: 'tidies up' },
    ...{ jitter: '5 seconds', overlap: 'skip', grace: '10 minutes', dateAsArgument: true },
  });
  expect(await schedule.list()).toEqual([
    {
      name: 'nightly',
      job: 'CleanupJob',
      recurrence: { fields: '0 2 * * *', zone: 'Europe/Berlin' },
      args: [{ $date: '1970-01-01T00:00:00.000Z' }],
      queue: 'low',
      description: 'tidies up',
      source: 'code',
      status: 'enabled',
      next: expect.any(Date),
      last: undefined,
    },
  ]);
});

test('a change keeps what it does not name', async () => {
  await schedule.add('nightly', { ...DAILY, tz: 'Asia/Tokyo', args: ['a'], queue: 'low' });
  await schedule.update('nightly', { tz: 'Europe/Berlin' });
  expect(await schedule.list()).toMatchObject([
    { recurrence: { fields: '0 2 * * *', zone: 'Europe/Berlin' }, args: ['a'], queue: 'low' },
  ]);
  await schedule.update('nightly', { every: '5 minutes' });
  await schedule.update('nightly', { args: ['b'], job: StrangeJob });
  expect(await schedule.list()).toMatchObject([
    { recurrence: { every: 300_000 }, args: ['b'], queue: 'low', job: 'StrangeJob' },
  ]);
});

test('a disabled entry has no next tick, and can be run by hand all the same', async () => {
  await schedule.add('nightly', { ...DAILY, args: ['by hand'] });
  await schedule.disable('nightly');
  expect(await schedule.list()).toMatchObject([{ status: 'disabled', next: undefined }]);
  const job = await schedule.runNow('nightly');
  expect(job).toMatchObject({ enqueued: true, queueName: 'low', arguments: ['by hand'] });
  await schedule.enable('nightly');
  expect(await schedule.list()).toMatchObject([{ status: 'enabled', last: undefined }]);
});

test('two applications on one store have a schedule each', async () => {
  await schedule.add('nightly', DAILY);
  configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs: [CleanupJob] });
  expect(await schedule.list()).toEqual([]);
});

test('a name is taken once, and one that is unknown is told of with the nearest', async () => {
  await schedule.add('nightly', DAILY);
  await expect(schedule.add('nightly', DAILY)).rejects.toMatchObject({
    code: 'DROVER_SCHEDULE_ENTRY_EXISTS',
  });
  const wrong = [
    schedule.update('nihgtly', {}),
    schedule.remove('nihgtly'),
    schedule.enable('nihgtly'),
    schedule.disable('nihgtly'),
    schedule.runNow('nihgtly'),
  ];
  for (const result of await Promise.allSettled(wrong)) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: {
        code: 'DROVER_SCHEDULE_ENTRY_UNKNOWN',
        message: "The schedule has no entry 'nihgtly'. Did you mean 'nightly'?",
      },
    });
  }
  await schedule.remove('nightly');
  await expect(schedule.remove('nightly')).rejects.toThrow('It has: none.');
});

test.each([
  ['neither cron nor every', { job: CleanupJob }, 'either `cron` or `every`, got "neither"'],
  ['both', { ...DAILY, every: '1 hour' }, 'got "both"'],
  ['nonsense', { ...DAILY, cron: 'nonsense' }, 'cron: expected five or six fields'],
  ['an unknown zone', { ...DAILY, tz: 'Mars/Base' }, "a time zone such as 'Europe/Berlin'"],
  ['too short an interval', { job: CleanupJob, every: 10 }, 'at least 1 second'],
  ['no class', { cron: '@daily' }, 'job: expected a job class'],
  ['a misspelt option', { ...DAILY, overlaps: 'skip' }, 'only the options'],
  ['a bad overlap', { ...DAILY, overlap: 'never' }, "expected 'allow' or 'skip'"],
  ['a bad grace', { ...DAILY, grace: 'soon' }, 'grace: expected milliseconds'],
  ['a bad queue', { ...DAILY, queue: 'a:b' }, 'a queue name'],
])('%s is refused', async (_, entry, message) => {
  const added = schedule.add('bad', entry as never);
  await expect(added).rejects.toBeInstanceOf(InvalidOptionsError);
  await expect(added).rejects.toThrow(message);
  expect(await schedule.list()).toEqual([]);
});

test('a name without a letter, and an argument that cannot travel, are refused', async () => {
  await expect(schedule.add(' ', DAILY)).rejects.toThrow('schedule.add() name');
  await expect(schedule.add('a\nb', DAILY)).rejects.toThrow('schedule.add() name');
  const added = schedule.add('bad', { ...DAILY, args: [() => {}] });
  await expect(added).rejects.toBeInstanceOf(SerializationError);
});

test('an entry whose class is not known here cannot be run by hand', async () => {
  await schedule.add('strange', { job: StrangeJob, cron: '@daily' });
  await expect(schedule.runNow('strange')).rejects.toBeInstanceOf(UnknownJobClassError);
});

test('an adapter without a schedule says so', async () => {
  const adapter: QueueAdapter = {
    name: 'own',
    enqueue: async () => ({}),
    enqueueAll: async (jobs) => jobs.map(() => ({})),
    consume: async () => Promise.reject(new Error('Nothing is worked here')),
    close: async () => {},
  };
  configure({ adapter });
  await expect(schedule.list()).rejects.toBeInstanceOf(UnsupportedOperationError);
  expect(new ScheduleError('DROVER_SCHEDULE_ENTRY_EXISTS', 'x').name).toBe('ScheduleError');
});

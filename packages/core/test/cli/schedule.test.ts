import { Queue } from 'bullmq';
import { testRedisUrl, uniqueNamespace } from '../../../../tests/support/redis';
import { close, configure, Cron, queues, schedule } from '../../src/index';
import type { DroverOptions } from '../../src/drover-options';
import { CleanupJob } from '../schedule/jobs';
import { typed } from './terminal';

let options: DroverOptions;

beforeEach(() => {
  const namespace = uniqueNamespace();
  options = { store: testRedisUrl(), namespace, jobs: [CleanupJob], logLevel: 'silent' };
  configure(options);
});
afterEach(() => close());

/** A command closes the application behind it: each is like a process of its own. */
async function drover(...argv: string[]) {
  configure(options);
  return typed('schedule', ...argv);
}

const lines = ({ out }: { out: string }) => out.split('\n').map((line) => line.split(/ {2,}/));

test('an empty schedule says so', async () => {
  expect(await drover()).toEqual({ code: 0, out: 'The schedule is empty.\n', err: '' });
});

test('and tells of what a worker would put in', async () => {
  @Cron('@daily')
  class DailyJob extends CleanupJob {}
  options = { ...options, jobs: [DailyJob] };
  expect((await drover()).out).toBe(
    'The schedule is empty. The files here declare 1 entry, which a worker puts in when it starts.\n',
  );
});

test('each entry is shown in words, with its next three ticks', async () => {
  await schedule.add('nightly', { job: CleanupJob, cron: '0 2 * * *', tz: 'Europe/Berlin' });
  await schedule.add('often', { job: CleanupJob, every: '90 seconds' });
  await schedule.disable('often');
  const [heading, nightly, second, third, often] = lines(await drover());
  expect(heading?.slice(0, 6)).toEqual([
    'NAME',
    'WHEN',
    'JOB',
    'STATUS',
    'LAST (UTC)',
    'NEXT (UTC)',
  ]);
  expect(nightly?.slice(0, 4)).toEqual([
    'nightly',
    'At 02:00 (Europe/Berlin)',
    'CleanupJob',
    'enabled',
  ]);
  for (const line of [nightly, second, third])
    expect(line?.[4] ?? line?.[1]).toMatch(/^\d{4}-\d\d-\d\d 0[01]:00:00$/);
  expect(often?.slice(0, 4)).toEqual(['often', 'Every 90 seconds', 'CleanupJob', 'disabled']);
});

test('--json tells the same with times in ISO 8601', async () => {
  await schedule.add('nightly', { job: CleanupJob, cron: '0 2 * * *' });
  const { out } = await drover('--json');
  const tick = expect.stringMatching(/^\d{4}-\d\d-\d\dT02:00:00\.000Z$/);
  expect(JSON.parse(out)).toMatchObject([
    { name: 'nightly', words: 'At 02:00', status: 'enabled', next: [tick, tick, tick] },
  ]);
});

test('an entry is run, disabled and enabled by its name', async () => {
  await schedule.add('nightly', { job: CleanupJob, cron: '0 2 * * *' });
  expect(await drover('run', 'nightly')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^[0-9a-f-]{36}\n$/),
  });
  expect((await drover('disable', 'nightly')).out).toBe("'nightly' is disabled\n");
  expect(JSON.parse((await drover('enable', 'nightly', '--json')).out)).toEqual({
    name: 'nightly',
    status: 'enabled',
  });
  configure(options);
  expect((await queues()).find(({ name }) => name === 'low')?.size.waiting).toBe(1);
});

test.each([
  [['explode', 'nightly'], 'Expected run, enable or disable'],
  [['run'], 'Expected run, enable or disable'],
  [['run', 'nihgtly'], "no entry 'nihgtly'. Did you mean 'nightly'?"],
  [['run', 'nightly', 'x'], "Unexpected argument 'x'"],
  [['--jsn'], "Did you mean '--json'?"],
])('%j is refused', async (argv, message) => {
  await schedule.add('nightly', { job: CleanupJob, cron: '0 2 * * *' });
  const { code, err } = await drover(...argv);
  expect(code).toBe(1);
  expect(err).toContain(message);
});

test('the doctor tells of overdue and unknown entries, and of job schedulers left over', async () => {
  class GoneJob extends CleanupJob {}
  await schedule.add('gone', { job: GoneJob, every: '1 hour' });
  const past = Date.now() - 3_600_000;
  const clock = { now: () => past, random: Math.random };
  configure({ ...options, clock });
  await schedule.add('late', { job: CleanupJob, every: '1 minute' });
  const { hostname: host, port } = new URL(testRedisUrl());
  const queue = new Queue('low', {
    connection: { host, port: Number(port) },
    prefix: String(options.namespace),
  });
  await queue.upsertJobScheduler('leftover', { every: 3_600_000 });
  await queue.close();
  configure(options);
  const { code, out } = await typed('doctor');
  expect(code).toBe(1);
  expect(out).toContain("'late' is overdue: no process runs the schedule");
  expect(out).toContain("'gone' is of the job class 'GoneJob', which is not known here");
  expect(out).toContain("BullMQ's job scheduler 'leftover' on 'low' is none of Drover's");
});

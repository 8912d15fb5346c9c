import { close, configure, failedJobs, Job, schedule } from '@drover/core';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ScheduleCrew, type ScheduleCrewOptions } from './schedule-crew';

let crew: ScheduleCrew | undefined;

/** A project whose schedule this process sees as well. */
function project(options: ScheduleCrewOptions): ScheduleCrew {
  crew = new ScheduleCrew(options);
  configure({ store: testRedisUrl(), namespace: crew.namespace, jobs: [] });
  return crew;
}

/** The class that the workers have under this name. */
class TickJob extends Job {
  async perform(..._args: unknown[]): Promise<void> {}
}

class GoneJob extends TickJob {}

const entriesNow = async () =>
  (await schedule.list()).map(({ name, status }) => `${name} ${status}`);

async function runs(of: ScheduleCrew, { more }: { more: number }): Promise<void> {
  const before = of.runs().length;
  await waitFor(() => of.runs().length >= before + more, { what: 'ticks to run' });
}

const TICK = 'tick: { cron: "* * * * * *", class: TickJob }\n';
const OTHER = 'other: { cron: "0 0 1 1 *", class: TickJob }\n';

afterEach(async () => {
  await close();
  await crew?.dismiss();
});

test('the queue of an entry beats the class\u2019s own, and a name may hold a dot', async () => {
  const of = project({
    jobs: ['TickJob'],
    schedule: 'ticks.rb: { cron: "* * * * * *", class: TickJob, queue: default }',
  });
  await of.start();
  await runs(of, { more: 1 });
  await waitFor(async () => (await schedule.list())[0]?.last, { what: 'the tick to be settled' });
  expect(await schedule.list()).toMatchObject([{ name: 'ticks.rb', last: { queue: 'default' } }]);
});

test('an entry that left the file stops at the next start; one that code made stays', async () => {
  const of = project({ jobs: ['TickJob'], schedule: TICK + OTHER });
  const old = await of.start();
  await schedule.add('tenant', { job: TickJob, cron: '0 0 1 1 *' });
  await runs(of, { more: 2 });
  of.setSchedule(OTHER);
  await old.stop();
  const next = await of.start();
  expect(await entriesNow()).toEqual(['other enabled', 'tenant enabled']);
  expect(next.stdout).toContain('1 entry (removed tick)');
  const startedAt = Date.now();
  await waitFor(() => Date.now() > startedAt + 3000, { what: 'three ticks that do not come' });
  expect(of.tickTimes().filter((time) => time > startedAt)).toEqual([]);
});

test('an entry of code begins within five seconds, and changes never fire the old time', async () => {
  const of = project({ jobs: ['TickJob'] });
  await Promise.all([of.start(), of.start()]);
  await schedule.add('tick', { job: TickJob, cron: '* * * * * *', args: ['old'] });
  await waitFor(() => of.runs().length >= 2, { what: 'the entry to begin' });
  await schedule.update('tick', { cron: '0 0 1 1 *', args: ['new'] });
  const changedAt = Date.now();
  await waitFor(() => Date.now() > changedAt + 3000, { what: 'three ticks that do not come' });
  expect(of.tickTimes().filter((time) => time > changedAt)).toEqual([]);
  expect((await of.drover('schedule', 'run', 'tick')).code).toBe(0);
  await waitFor(() => of.runs().some(({ args }) => args[0] === 'new'));
});

test('what a human disabled stays disabled through a deploy, until the file says otherwise', async () => {
  const of = project({ jobs: ['TickJob'], schedule: TICK });
  const old = await of.start();
  await runs(of, { more: 1 });
  expect((await of.drover('schedule', 'disable', 'tick')).stdout).toBe("'tick' is disabled\n");
  of.setSchedule(TICK + OTHER);
  await old.stop();
  const next = await of.start();
  expect(await entriesNow()).toEqual(['other enabled', 'tick disabled']);
  of.setSchedule('tick: { cron: "* * * * * *", class: TickJob, status: enabled }');
  await next.stop();
  await of.start();
  expect(await entriesNow()).toEqual(['tick enabled']);
  await runs(of, { more: 1 });
});

test('a rolling deploy ends with the new file, also when an old process starts in the middle', async () => {
  const of = project({ jobs: ['TickJob'], schedule: TICK });
  const first = await of.start();
  of.setSchedule(OTHER);
  const fresh = await of.start();
  expect(await entriesNow()).toEqual(['other enabled']);
  of.setSchedule(TICK);
  const restarted = await of.start();
  expect(await entriesNow()).toEqual(['tick enabled']);
  for (const old of [first, restarted]) old.kill('SIGTERM');
  await Promise.all([first.exit, restarted.exit]);
  await waitFor(async () => (await entriesNow()).join() === 'other enabled', {
    what: 'the file of the release that is left to stand',
  });
  expect(fresh.running).toBe(true);
});

test('a broken file starts no process and leaves the schedule as it runs', async () => {
  const of = project({ jobs: ['TickJob'], schedule: TICK });
  const old = await of.start();
  of.setSchedule(`${TICK}broken: { cron: "nonsense", class: MissingJob }\n`);
  const { code, stderr } = await of.launch().exit;
  expect(code).toBe(1);
  expect(stderr).toContain('config/schedule.yml:2:17: broken cron: expected five or six fields');
  expect(stderr).toContain("broken class: expected a job class that exists, got 'MissingJob'");
  expect(await of.drover('check')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('config/schedule.yml:2:17'),
  });
  expect(await entriesNow()).toEqual(['tick enabled']);
  await runs(of, { more: 2 });
  expect(old.running).toBe(true);
});

test('after a roll-back, an entry of a class that is gone warns now and then, and nothing fails', async () => {
  const of = project({ jobs: ['TickJob'] });
  await schedule.add('gone', { job: GoneJob, cron: '* * * * * *' });
  const worker = await of.start();
  await worker.hasSaid('DROVER_TICK_UNKNOWN');
  const seenAt = Date.now();
  await waitFor(() => Date.now() > seenAt + 3000, { what: 'three more ticks' });
  expect(worker.stdout.split('DROVER_TICK_UNKNOWN:')).toHaveLength(2);
  expect(await failedJobs()).toEqual([]);
  expect((await of.drover('doctor')).stdout).toContain("'gone' is of the job class 'GoneJob'");
});

test('a tick that fell into a restart is made up once', async () => {
  // Once a minute: the next tick after the one that is missed is far.
  const second = (new Date().getSeconds() + 10) % 60;
  const of = project({
    jobs: ['TickJob'],
    schedule: `slow: { cron: "${second} * * * * *", class: TickJob, grace: 1 minute }`,
  });
  const old = await of.start();
  await old.stop();
  const [{ next } = {}] = await schedule.list();
  await waitFor(() => Date.now() > (next?.getTime() ?? 0) + 500, { timeout: 70_000 });
  await of.start();
  await runs(of, { more: 1 });
  expect(new Set(of.ticks()).size).toBe(of.ticks().length);
  expect(of.ticks()).toContain(`slow@${next?.toISOString().replaceAll(/[-:]|\.000/g, '')}`);
});

test('a job that takes longer than its period runs beside itself, or not if the entry minds', async () => {
  const of = project({
    jobs: ['EagerJob', 'PatientJob'],
    schedule: `
eager: { cron: "* * * * * *", class: EagerJob, args: { takes: 4500 } }
patient: { cron: "* * * * * *", class: PatientJob, args: { takes: 4500 }, overlap: skip }
`,
  });
  const worker = await of.start();
  await waitFor(() => of.runs('EagerJob').length >= 8, { what: 'eight ticks' });
  const gaps = (job: string) => {
    const times = of.runs(job).map(({ at }) => at);
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  };
  expect(gaps('EagerJob').some((gap) => gap < 4500)).toBe(true);
  expect(gaps('PatientJob').filter((gap) => gap < 4500)).toEqual([]);
  await worker.hasSaid("DROVER_TICK_SKIPPED: 'patient' was not enqueued");
});

import { failedJobs, performAllLater, queues, retryJobs } from '@drover/core';
import { write } from '../support/database';
import { entries } from '../support/journal';
import type { NodeProcess } from '../support/node-process';
import { postgresForTests } from '../support/postgres';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { FirstSlowJob } from './app/jobs/first-slow.job';
import { PoisonJob } from './app/jobs/poison.job';
import { RelayJob } from './app/jobs/relay.job';
import { Crew } from './crew';

jest.setTimeout(600_000);

const SLOTS = 10;
const LOCK = 4000;
const CHECK = 1000;
/** What a busy machine may add. */
const SLACK = 8000;

const postgresUrl = postgresForTests();
let crew: Crew;

afterEach(() => crew.dismiss());

describe.each([
  ['Redis', testRedisUrl, 20],
  ['PostgreSQL', postgresUrl, 2],
] as const)('on %s', (_store, urlOf, rounds) => {
  /** False where the machine has no such store: there is nothing to say then. */
  function assemble(lockDuration = LOCK): boolean {
    const url = urlOf();
    const options = { concurrency: SLOTS, lockDuration, stalledInterval: CHECK };
    if (url !== undefined) crew = new Crew(options, url);
    return url !== undefined;
  }

  test('SIGTERM after SIGTERM: ten jobs in flight are handed on at once, whole, with no attempt used', async () => {
    // Longer than the test waits: nothing but a hand-back gives a job to another process.
    if (!assemble(120_000)) return;
    await performAllLater(Array.from({ length: SLOTS }, () => RelayJob.build()));
    let holder = await crew.start('--timeout', '0.2');
    for (let round = 1; round <= rounds; round += 1) {
      await holds(holder, SLOTS);
      const heir = await crew.start('--timeout', '0.2');
      const stoppedAt = Date.now();
      holder.kill('SIGTERM');
      expect(await holder.exit).toMatchObject({ code: 0, signal: null });
      holder = heir;
      await holds(heir, SLOTS);
      const last = Math.max(...entries('perform', { pid: heir.pid }).map(({ at }) => at));
      expect(last - stoppedAt).toBeLessThan(200 + SLACK);
    }

    write('enough', true);
    await crew.start();
    holder.kill('SIGTERM');
    await waitFor(nothingIsLeft);
    expect(entries('done')).toHaveLength(SLOTS);
    expect(entries('perform')).toHaveLength(SLOTS * (rounds + 2));
    expect(entries('perform').every(({ executions }) => executions === 1)).toBe(true);
    expect(await failedJobs()).toEqual([]);
  });

  test('kill -9 after kill -9: every job is back after its lock, and repeated are only those in flight', async () => {
    if (!assemble()) return;
    let jobs = 0;
    const interrupted: { jobId: string; pid: number; killedAt: number }[] = [];
    const fleet = await Promise.all(Array.from({ length: 3 }, () => crew.start()));
    for (let round = 1; round <= rounds; round += 1) {
      const victim = fleet.shift() as NodeProcess;
      await waitFor(
        async () => {
          jobs += await topUp();
          return inFlight(victim.pid).length === SLOTS;
        },
        { what: 'a process to run as many jobs as it can' },
      );
      victim.kill('SIGKILL');
      const killedAt = Date.now();
      await victim.exit;
      const { pid } = victim;
      interrupted.push(...inFlight(pid).map((jobId) => ({ jobId, pid, killedAt })));
      fleet.push(await crew.start());
    }
    await waitFor(nothingIsLeft);

    expect(new Set(entries('done').map(({ jobId }) => jobId)).size).toBe(jobs);
    expect(entries('perform').length - jobs).toBeLessThanOrEqual(SLOTS * rounds);
    expect(entries('perform').every(({ executions }) => executions === 1)).toBe(true);
    expect(await failedJobs()).toEqual([]);
    for (const { jobId, pid, killedAt } of interrupted) {
      const [again] = entries('perform', { jobId }).filter((run) => run.pid !== pid);
      expect((again?.at ?? NaN) - killedAt).toBeLessThan(LOCK + 2 * CHECK + SLACK);
    }
  });

  test('a job that kills its process each time is dead after the fourth, and says why', async () => {
    if (!assemble(1000)) return;
    // Before there is any poison: it could kill a worker that has not yet said that it works.
    const workers = await Promise.all(Array.from({ length: 5 }, () => crew.start()));
    const [job] = await performAllLater([PoisonJob.build('arsenic')]);
    const [dead] = await waitFor(async () => {
      const found = await failedJobs();
      return found.length > 0 ? found : undefined;
    });

    expect(dead).toMatchObject({ id: job?.id, name: 'PoisonJob' });
    expect(dead?.error.message).toMatch(/^PoisonJob was running 4 times when its process died/);
    const runs = entries('perform');
    expect(new Set(runs.map(({ pid }) => pid)).size).toBe(4);
    expect(runs.map(({ executions }) => executions)).toEqual([1, 1, 1, 1]);
    const survivor = workers.find(({ running }) => running) as NodeProcess;
    expect(entries('discarded')).toEqual([
      expect.objectContaining({
        pid: survivor.pid,
        args: ['arsenic'],
        error: 'JobCrashedError',
      }),
    ]);
    await waitFor(() => /Error performing PoisonJob .*JobCrashedError/.test(survivor.stdout), {
      what: 'the survivor to say why the job is dead',
    });

    write('antidote', true);
    await retryJobs({ id: dead?.id ?? '' });
    await waitFor(() => entries('done').length === 1);
  });
});

/** Enough that every slot of the fleet has one, and that none of it is left over for long. */
async function topUp(): Promise<number> {
  const { waiting } = await sizes();
  if (waiting > 3 * SLOTS) return 0;
  const jobs = Array.from({ length: 6 * SLOTS }, () => FirstSlowJob.build(400));
  return (await performAllLater(jobs)).length;
}

function holds({ pid }: NodeProcess, count: number): Promise<true> {
  const what = `a process to run ${count} jobs`;
  return waitFor(() => inFlight(pid).length === count || undefined, { what });
}

/** The jobs that a process started and has not ended. */
function inFlight(pid: number): string[] {
  const done = new Set(entries('done', { pid }).map(({ jobId }) => jobId));
  const begun = entries('perform', { pid }).map(({ jobId }) => jobId as string);
  return begun.filter((jobId) => !done.has(jobId));
}

async function nothingIsLeft(): Promise<boolean> {
  const { waiting, active, delayed } = await sizes();
  return waiting + active + delayed === 0;
}

async function sizes(): Promise<{ waiting: number; active: number; delayed: number }> {
  const [queue] = await queues();
  return queue?.size ?? { waiting: 0, active: 0, delayed: 0 };
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  performAllLater,
  processes,
  quietProcess,
  stopProcess,
  UnknownProcessError,
  type ProcessRecord,
} from '@drover/core';
import { entries } from '../support/journal';
import type { NodeProcess } from '../support/node-process';
import { testRedisUrl, withRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { LongJob } from './app/jobs/long.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

let crew: Crew;

beforeEach(() => {
  crew = new Crew({ concurrency: 2 });
});
afterEach(() => crew.dismiss());

function recordOf({ pid }: Pick<NodeProcess, 'pid'>): Promise<ProcessRecord> {
  return waitFor(async () => (await processes()).find((each) => each.pid === pid));
}

test('of two processes the one that is told becomes quiet, then stops, and the other does its work', async () => {
  const told = await crew.start('--timeout', '1');
  const long = await LongJob.performLater();
  await waitFor(() => entries('perform').length === 1, { what: 'it to run a job' });
  const other = await crew.start();
  const { id } = await recordOf(told);

  await quietProcess(id);
  // A beat may have come between.
  const { quiet, commanded } = await recordOf(told);
  expect(quiet ? 'heard' : commanded).toMatch(/^(heard|quiet)$/);
  await told.hasSaid('Quiet: no new jobs are fetched');
  expect(told.stdout).toContain('Told from elsewhere to become quiet');
  const short = await performAllLater(Array.from({ length: 10 }, () => ShortJob.build(1)));
  await waitFor(() => entries('done').length === short.length, { what: 'the others to be done' });
  expect(new Set(entries('done').map(({ pid }) => pid))).toEqual(new Set([other.pid]));
  expect(entries('aborted')).toEqual([]);

  await stopProcess(id);
  expect(await told.exit).toMatchObject({ code: 0, signal: null, stderr: '' });
  const whatRan = () => entries('perform', { jobId: long.id }).map(({ pid }) => pid);
  await waitFor(() => entries('done', { jobId: long.id }).length === 1, { what: 'it to be done' });
  expect(whatRan()).toEqual([told.pid, other.pid]);
  const [left, ...more] = await processes();
  expect(left).toMatchObject({ pid: other.pid, quiet: false });
  expect(left).not.toHaveProperty('supervised');
  expect(more).toEqual([]);
  expect(other.running).toBe(true);
  await expect(stopProcess(id)).rejects.toThrow(UnknownProcessError);
});

test('what a process was told that was killed before it heard is for nobody else', async () => {
  const killed = await crew.start();
  const { id } = await recordOf(killed);
  await stopProcess(id);
  killed.kill('SIGKILL');
  await killed.exit;
  const successor = await crew.start();
  const { beatAt } = await recordOf(successor);
  await stopProcess(id);
  await waitFor(async () => (await recordOf(successor)).beatAt > beatAt);
  await sleep(500);
  expect(successor.running).toBe(true);
  expect((await recordOf(successor)).quiet).toBe(false);

  // Nobody renews its entry: what is left of its time can be cut short.
  const key = `${crew.queue.opts.prefix}:process@${id}`;
  await withRedis(testRedisUrl(), (redis) => redis.pexpire(key, 1));
  await waitFor(async () => (await processes()).length === 1);
  await expect(quietProcess(id)).rejects.toThrow(UnknownProcessError);
});

test('a child of a supervisor that is told to stop is started again, and its sibling goes on', async () => {
  const supervisor = await crew.start('--processes', '2');
  const [told, sibling] = await waitFor(async () => {
    const found = await processes();
    return found.length === 2 ? found : undefined;
  });
  expect([told, sibling]).toMatchObject([{ supervised: true }, { supervised: true }]);
  await stopProcess(told!.id);
  await waitFor(async () => {
    const pids = (await processes()).map(({ pid }) => pid);
    return pids.length === 2 && !pids.includes(told!.pid) && pids.includes(sibling!.pid);
  });
  expect(supervisor.stdout).toMatch(
    new RegExp(`\\(pid ${told!.pid}\\) ended with code 0 after \\d+ s; another starts in 1 s`),
  );
  supervisor.kill('SIGTERM');
  expect(await supervisor.exit).toMatchObject({ code: 0 });
});

import { performAllLater } from '@drover/core';
import { entries } from '../support/journal';
import type { Exit } from '../support/node-process';
import { waitFor } from '../support/wait-for';
import { LongJob } from './app/jobs/long.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

const TIMEOUT = 1500;
/** What a busy machine may add: a lock that runs out takes thirty seconds. */
const SLACK = 10_000;

let crew: Crew;
let exit: Exit;
let stoppedAt: number;
let exitedAt: number;
let leaving: number;
let staying: number;
let long: LongJob;
let short: readonly ShortJob[];
let late: readonly ShortJob[];

// One process works, a second joins it, and the first is told to stop in the middle of its jobs.
beforeAll(async () => {
  crew = new Crew({ concurrency: 5 });
  const first = await crew.start('--timeout', String(TIMEOUT / 1000));
  long = await LongJob.performLater();
  short = await performAllLater(Array.from({ length: 4 }, () => ShortJob.build(600)));
  await waitFor(() => entries('perform').length === 5, { what: 'five jobs in flight' });
  const second = await crew.start('--concurrency', '5');
  leaving = first.pid;
  staying = second.pid;

  stoppedAt = Date.now();
  first.kill('SIGTERM');
  await first.hasSaid('Stopping (SIGTERM)');
  late = await performAllLater(Array.from({ length: 10 }, () => ShortJob.build(1)));
  exit = await first.exit;
  exitedAt = Date.now();
  await waitFor(() => entries('done').length === 15, { what: 'all jobs to be done' });
});

afterAll(() => crew.dismiss());

test('the process exits 0, soon after its timeout', () => {
  expect(exit).toMatchObject({ code: 0, signal: null });
  expect(exitedAt - stoppedAt).toBeGreaterThanOrEqual(TIMEOUT);
  expect(exitedAt - stoppedAt).toBeLessThan(TIMEOUT + SLACK);
});

test('jobs that end in time end in the process that leaves', () => {
  for (const { id } of short) {
    expect(entries('done', { jobId: id })).toEqual([expect.objectContaining({ pid: leaving })]);
    expect(entries('perform', { jobId: id })).toHaveLength(1);
  }
});

test('it starts no new job', () => {
  for (const { id } of late) {
    expect(entries('perform', { jobId: id })).toEqual([expect.objectContaining({ pid: staying })]);
  }
});

test('a job that does not end in time is handed back at once and runs in the other process', async () => {
  const runs = entries('perform', { jobId: long.id });
  expect(runs.map(({ pid }) => pid)).toEqual([leaving, staying]);
  const handedBackAfter = (runs[1]?.at ?? NaN) - stoppedAt;
  expect(handedBackAfter).toBeGreaterThanOrEqual(TIMEOUT);
  expect(handedBackAfter).toBeLessThan(TIMEOUT + SLACK);
  expect(entries('done', { jobId: long.id })).toEqual([expect.objectContaining({ pid: staying })]);
});

test('being handed back uses up no attempt', async () => {
  const runs = entries('perform', { jobId: long.id });
  expect(runs.map(({ executions }) => executions)).toEqual([1, 1]);
  await waitFor(async () => (await crew.queue.getJobState(long.id)) === 'completed');
  expect(await crew.queue.getJob(long.id)).toMatchObject({ attemptsMade: 1, stalledCounter: 0 });
});

test('the job’s signal is aborted with the reason, once the job is safe', () => {
  expect(entries('aborted', { jobId: long.id })).toEqual([
    expect.objectContaining({
      pid: leaving,
      name: 'AbortError',
      message: expect.stringContaining('SIGTERM') as string,
    }),
  ]);
});

import { write } from '../support/database';
import { entries } from '../support/journal';
import type { NodeProcess } from '../support/node-process';
import { waitFor } from '../support/wait-for';
import { HeldJob } from './app/jobs/held.job';
import { LongJob } from './app/jobs/long.job';
import { ShortJob } from './app/jobs/short.job';
import { StrayJob } from './app/jobs/stray.job';
import { Crew } from './crew';

let crew: Crew;
afterEach(() => crew.dismiss());

const doneBy = (jobId: string) =>
  waitFor(() => entries('done', { jobId })[0]?.pid, { what: 'the job to be done' });

const becomes = (jobId: string, state: string) =>
  waitFor(async () => (await crew.queue.getJobState(jobId)) === state, {
    what: `it to be ${state}`,
  });

interface Line {
  readonly code?: string;
  readonly msg: string;
  readonly running: readonly { id: string }[];
}

const strayLines = ({ stdout }: NodeProcess) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ code }) => code === 'DROVER_STRAY_ERROR');

test('a rejection nobody handles fails its job under its own rules; others, and the process, go on', async () => {
  crew = new Crew({ concurrency: 3 });
  const worker = await crew.start();
  const bystander = await ShortJob.performLater(1000);
  await waitFor(() => entries('perform').length === 1);
  const stray = await StrayJob.performLater('rejection');
  await becomes(stray.id, 'failed');
  expect(await crew.queue.getJob(stray.id)).toMatchObject({
    failedReason: 'nobody awaits me',
    attemptsMade: 1,
  });
  // What it still does is told to stop, and changes nothing.
  await waitFor(() => entries('woke', { jobId: stray.id, aborted: true }).length === 1);
  expect(entries('discarded')).toEqual([expect.objectContaining({ message: 'nobody awaits me' })]);

  const retried = await StrayJob.performLater('retried');
  await becomes(retried.id, 'completed');
  const executions = entries('perform', { jobId: retried.id }).map((run) => run['executions']);
  expect(executions).toEqual([1, 2]);
  expect(await doneBy(bystander.id)).toBe(worker.pid);
  expect(entries('perform', { jobId: bystander.id })).toHaveLength(1);

  const lines = strayLines(worker);
  expect(lines.map(({ msg }) => msg)).toEqual([
    expect.stringMatching(
      /nobody awaits me.*the 1st in this process.*from StrayJob.*fails with it/,
    ),
    expect.stringContaining('the 2nd in this process'),
  ]);
  expect(lines[0]?.running).toContainEqual(expect.objectContaining({ id: stray.id }));
});

test('traced, it is known among jobs of one class, however far from them it happened', async () => {
  crew = new Crew({ concurrency: 3, traceErrors: true });
  await crew.start();
  const others = [await StrayJob.performLater('rejection', true), await ShortJob.performLater(500)];
  const far = await StrayJob.performLater('far');
  await becomes(far.id, 'failed');
  expect((await crew.queue.getJob(far.id))?.failedReason).toBe('far from home');
  await becomes(others[1]?.id ?? '', 'completed');
  await becomes(others[0]?.id ?? '', 'failed');
  expect((await crew.queue.getJob(others[0]?.id ?? ''))?.failedReason).toBe('nobody awaits me');
});

test('guessed, it is nobody’s where that cannot be told', async () => {
  crew = new Crew({ concurrency: 2, traceErrors: false });
  const worker = await crew.start();
  const other = await HeldJob.performLater();
  await waitFor(() => entries('perform', { jobId: other.id }).length === 1);
  const far = await StrayJob.performLater('far');
  await becomes(far.id, 'completed');
  write('enough', true);
  await becomes(other.id, 'completed');
  expect(strayLines(worker)).toEqual([
    expect.objectContaining({ msg: expect.not.stringContaining('fails with it') as string }),
  ]);
});

test('an exception nobody caught: its job fails, what else runs is handed back, and the process exits 1', async () => {
  crew = new Crew({ concurrency: 2, traceErrors: true });
  const worker = await crew.start();
  const long = await LongJob.performLater();
  await waitFor(() => entries('perform', { jobId: long.id }).length === 1);
  const stray = await StrayJob.performLater('exception', true);
  const { code, stdout } = await worker.exit;
  expect(code).toBe(1);
  expect(stdout).toMatch(/DROVER_STRAY_ERROR: Nobody caught Error \(nobody catches me\)/);
  expect(stdout).toContain('1 handed back');
  expect(await crew.queue.getJobState(stray.id)).toBe('failed');
  expect(await crew.queue.getJobState(long.id)).toBe('waiting');

  const other = await crew.start();
  expect(await doneBy(long.id)).toBe(other.pid);
  const executions = entries('perform', { jobId: long.id }).map((run) => run['executions']);
  expect(executions).toEqual([1, 1]);
});

test('one whose job nobody can tell: all are handed back, with no attempt used', async () => {
  crew = new Crew({ concurrency: 2, traceErrors: false });
  const worker = await crew.start();
  const long = await LongJob.performLater();
  await waitFor(() => entries('perform', { jobId: long.id }).length === 1);
  const stray = await StrayJob.performLater('exception');
  const { code, stdout } = await worker.exit;
  expect(code).toBe(1);
  expect(stdout).toContain('2 handed back');

  const other = await crew.start();
  expect(await doneBy(stray.id)).toBe(other.pid);
  expect(await doneBy(long.id)).toBe(other.pid);
  const executions = entries('perform', { jobId: stray.id }).map((run) => run['executions']);
  expect(executions).toEqual([1, 1]);
});

import { jobStatus, performAllLater } from '@drover/core';
import { write } from '../support/database';
import { entries, type Entry } from '../support/journal';
import type { NodeProcess } from '../support/node-process';
import { postgresForTests } from '../support/postgres';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { RowsJob } from './app/jobs/rows.job';
import { ThreadRowsJob } from './app/jobs/sandboxed/thread-rows.job';
import { Crew } from './crew';

const ROWS = 10_000;
/** Milliseconds a row takes. */
const COST = 0.2;
/** What a crash may have a job do twice, and what a busy machine may add. */
const REPEATED = 1000;
const SLACK = 8000;

const postgresUrl = postgresForTests();
let crew: Crew;

afterEach(() => crew.dismiss());

describe.each([
  ['Redis', testRedisUrl],
  ['PostgreSQL', postgresUrl],
] as const)('on %s', (_store, urlOf) => {
  /** False where the machine has no such store: there is nothing to say then. */
  function assemble(options: object = {}): boolean {
    const url = urlOf();
    if (url !== undefined) crew = new Crew({ concurrency: 5, ...options }, url);
    return url !== undefined;
  }

  test('SIGTERM in the middle of 10,000 rows: the next process goes on there, each row once', async () => {
    if (!assemble()) return;
    const first = await crew.start();
    const job = await RowsJob.performLater(ROWS, COST, ROWS / 3);
    await comesTo(job, ROWS / 3);
    const second = await crew.start();
    const stoppedAt = Date.now();
    first.kill('SIGTERM');
    expect(await first.exit).toMatchObject({ code: 0, signal: null });
    expect(Date.now() - stoppedAt).toBeLessThan(SLACK);
    write('enough', true);
    await isDone(job);

    expect(rowsOf(job)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(rowsOf(job, first).length).toBeGreaterThan(ROWS / 3);
    expect(rowsOf(job, second).length).toBeGreaterThan(0);
    expect(entries('before')).toHaveLength(1);
    expect(entries('after')).toHaveLength(1);
    expect(entries('perform').map(({ executions }) => executions)).toEqual([1, 1]);
    const cursor = rowsOf(job, first).length;
    const here = `at 'rows', cursor '${cursor}'`;
    expect(first.stdout).toContain(`Interrupted RowsJob (Job ID: ${job.id}) ${here} (SIGTERM)`);
    expect(first.stdout).toContain('Stopped: 0 jobs finished, 1 interrupted, 0 handed back');
    expect(second.stdout).toContain(`Resuming RowsJob (Job ID: ${job.id}) ${here}`);
  });

  test('kill -9 in the middle: goes on from the cursor of a second before', async () => {
    if (!assemble({ lockDuration: 2000, stalledInterval: 1000 })) return;
    const doomed = await crew.start();
    const job = await RowsJob.performLater(ROWS, COST, (ROWS * 3) / 4);
    await comesTo(job, (ROWS * 3) / 4);
    doomed.kill('SIGKILL');
    const killedAt = Date.now();
    await doomed.exit;
    write('enough', true);
    const status = await jobStatus(job.id);
    const heir = await crew.start();
    await isDone(job);

    const again = rowsOf(job, heir);
    expect(new Set(rowsOf(job)).size).toBe(ROWS);
    expect(again[0]).toBeGreaterThan(0);
    expect(again).toEqual(
      Array.from({ length: again.length }, (_, index) => ROWS - again.length + index),
    );
    expect(status).toMatchObject({
      steps: { completed: ['before'], current: { cursor: again[0] } },
    });
    const [firstRepeated] = entries('row', { pid: doomed.pid, row: again[0] });
    expect(killedAt - (firstRepeated?.at ?? killedAt)).toBeLessThan(REPEATED + SLACK);
    expect(entries('before')).toHaveLength(1);
  });

  test('a rolling restart, over and over: every row of every job once', async () => {
    if (!assemble()) return;
    let leaving = await crew.start();
    const jobs = await performAllLater(
      Array.from({ length: 3 }, () => RowsJob.build(ROWS / 2, COST)),
    );
    for (let round = 1; round <= 4; round += 1) {
      const joining = await crew.start();
      const rows = entries('row').length;
      await waitFor(() => entries('row').length > rows + 500 || allDone(jobs));
      leaving.kill('SIGTERM');
      await leaving.exit;
      leaving = joining;
    }
    for (const job of jobs) {
      await isDone(job);
      expect(rowsOf(job)).toEqual(Array.from({ length: ROWS / 2 }, (_, row) => row));
    }
    expect(entries('perform').every(({ executions }) => executions === 1)).toBe(true);
  });
});

describe('in a thread', () => {
  test('SIGTERM: the next process goes on there, each row once', async () => {
    crew = new Crew();
    const first = await crew.start();
    const job = await ThreadRowsJob.performLater(ROWS, COST, ROWS / 3);
    await comesTo(job, ROWS / 3);
    await crew.start();
    first.kill('SIGTERM');
    expect(await first.exit).toMatchObject({ code: 0, signal: null });
    write('enough', true);
    await isDone(job);
    expect(rowsOf(job)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(entries('perform').map(({ executions }) => executions)).toEqual([1, 1]);
    expect(entries('before')).toHaveLength(1);
  });
});

function comesTo({ id }: RowsJob, row: number): Promise<true> {
  return waitFor(() => entries('row', { jobId: id }).length >= row || undefined);
}

function isDone({ id }: RowsJob): Promise<Entry> {
  return waitFor(() => entries('done', { jobId: id })[0]);
}

function allDone(jobs: readonly RowsJob[]): boolean {
  return jobs.every(({ id }) => entries('done', { jobId: id }).length > 0);
}

/** In the order in which they were done. */
function rowsOf({ id }: RowsJob, by?: NodeProcess): readonly number[] {
  return entries('row', { jobId: id, ...(by && { pid: by.pid }) }).map(({ row }) => row as number);
}

import { write } from '../support/database';
import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';
import { BlockingJob } from './app/jobs/blocking.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

interface Line {
  readonly code?: string;
  readonly time: number;
  readonly msg: string;
  readonly running: readonly { id: string; name: string; queue: string }[];
}

const blockedLines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.includes('DROVER_LOOP_BLOCKED'))
    .map((line) => JSON.parse(line) as Line);

test('a job that blocks the event loop is named before its lock runs out, and again afterwards', async () => {
  const crew = new Crew({ lockDuration: 10_000 });
  try {
    const worker = await crew.start();
    const harmless = await ShortJob.performLater(1);
    await waitFor(() => entries('done', { jobId: harmless.id }).length === 1);
    const job = await BlockingJob.performLater(60_000);
    await waitFor(() => blockedLines(worker.stderr).length > 0, { what: 'the warning' });
    write('enough', true);
    await worker.hasSaid('The event loop turns again');
    worker.kill('SIGTERM');
    const { stdout, stderr } = await worker.exit;

    const running = [
      expect.objectContaining({ id: job.id, name: 'BlockingJob', queue: 'default' }),
    ];
    const [warning, ...others] = blockedLines(stderr);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ level: 40, component: 'drover', running });
    expect(warning?.msg).toMatch(/not turned for 5000 ms\. After 10000 ms the locks .*BlockingJob/);
    const [start] = entries('perform', { jobId: job.id });
    expect((warning?.time ?? NaN) - (start?.at ?? NaN)).toBeLessThan(10_000);
    expect(blockedLines(stdout)).toEqual([
      expect.objectContaining({
        running,
        msg: expect.stringMatching(/turns again after ([5-9]|\d\d)\d{3} ms/),
      }),
    ]);
  } finally {
    await crew.dismiss();
  }
});

test('a process that is merely busy, or idle, is not warned about', async () => {
  // All of them together take longer than half the lock, and one of them far less, on a slow machine too.
  const crew = new Crew({ lockDuration: 6000, concurrency: 1 });
  try {
    const worker = await crew.start();
    for (let times = 0; times < 8; times += 1) await BlockingJob.performLater(450);
    await waitFor(() => entries('done').length === 8, {
      what: 'the jobs to be done',
    });
    worker.kill('SIGTERM');
    const { stdout, stderr } = await worker.exit;
    expect(blockedLines(stdout + stderr)).toEqual([]);
  } finally {
    await crew.dismiss();
  }
});

import { performAllLater } from '@drover/core';
import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';
import { LongJob } from './app/jobs/long.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

const CONCURRENCY = 5;

test('kill -9 of one of two processes loses no job, and repeats only those it had', async () => {
  const crew = new Crew({ concurrency: CONCURRENCY, lockDuration: 4000, stalledInterval: 1000 });
  try {
    const doomed = await crew.start();
    const held = await performAllLater([LongJob.build(), LongJob.build()]);
    await waitFor(() => entries('perform').length === held.length, { what: 'the jobs to be held' });
    const other = await crew.start();
    const short: ShortJob[] = [];
    await waitFor(
      async () => {
        // Again and again, so that the one that is slower comes to work as well.
        short.push(
          ...(await performAllLater(Array.from({ length: 50 }, () => ShortJob.build(20)))),
        );
        return [doomed, other].every(({ pid }) => entries('done', { pid }).length >= 20);
      },
      { what: 'both to work' },
    );
    doomed.kill('SIGKILL');

    const jobs = [...held, ...short];
    await waitFor(async () => (await crew.queue.getCompletedCount()) === jobs.length, {
      what: 'all jobs to be done',
    });
    expect(new Set(entries('done').map(({ jobId }) => jobId)).size).toBe(jobs.length);
    expect(await crew.queue.getFailedCount()).toBe(0);
    for (const { id } of held) {
      const runs = entries('perform', { jobId: id });
      expect(runs.map(({ pid }) => pid)).toEqual([doomed.pid, other.pid]);
    }
    expect(entries('perform').length).toBeLessThanOrEqual(jobs.length + CONCURRENCY);
    expect(entries('perform').every(({ executions }) => executions === 1)).toBe(true);
  } finally {
    await crew.dismiss();
  }
});

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

test('kill -9 in the last job of a batch: what waits for it runs once, and after it', async () => {
  const crew = new Crew({ concurrency: CONCURRENCY, lockDuration: 2000, stalledInterval: 1000 });
  try {
    const doomed = await crew.start();
    const last = LongJob.build();
    const parent = await ShortJob.set({ after: [ShortJob.build(1), last] }).performLater(1);
    await waitFor(() => entries('perform').length === 2, { what: 'both jobs to run' });
    await crew.start();
    doomed.kill('SIGKILL');

    const done = (id: string) => entries('done', { jobId: id }).length;
    await waitFor(() => done(parent.id) > 0, { what: 'the parent to run' });
    expect(entries('perform', { jobId: last.id })).toHaveLength(2);
    expect(
      entries('done')
        .map(({ jobId }) => jobId)
        .slice(-2),
    ).toEqual([last.id, parent.id]);
    await waitFor(async () => (await parent.status()).state === 'completed');
    expect(entries('perform', { jobId: parent.id })).toHaveLength(1);
  } finally {
    await crew.dismiss();
  }
});

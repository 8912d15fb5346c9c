import { currentApplication } from '@drover/core';
import { waitFor } from '../support/wait-for';
import { Crew } from './crew';

let crew: Crew | undefined;
afterEach(() => crew?.dismiss());

async function enqueueUnknown(): Promise<string> {
  const id = 'job-1';
  const data = { drover: 1, args: [7] };
  const job = {
    id,
    name: 'RetiredJob',
    queue: 'default',
    priority: 0,
    enqueuedAt: Date.now(),
    data,
  };
  await currentApplication().adapter.enqueue(job);
  return id;
}

test('a job of a class that nobody knows is kept as failed, and says what to do', async () => {
  crew = new Crew();
  const { queue } = crew;
  const id = await enqueueUnknown();
  await crew.start();

  await waitFor(async () => (await queue.getJobState(id)) === 'failed', {
    what: 'the job to fail',
  });
  const job = await queue.getJob(id);
  expect(job?.data).toEqual({ drover: 1, args: [7] });
  expect(job?.failedReason).toMatch(
    /No job class is called 'RetiredJob'.*@JobName\('RetiredJob'\)/,
  );
});

test('or it waits for the process of a rolling deploy that knows it', async () => {
  crew = new Crew({ unknownJobs: 'wait' });
  const { queue } = crew;
  const id = await enqueueUnknown();
  await crew.start();

  await waitFor(async () => (await queue.getJobState(id)) === 'delayed', {
    what: 'the job to be put off',
  });
  expect(await queue.getJob(id)).toMatchObject({ data: { drover: 1, args: [7] }, attemptsMade: 0 });
});

import { close, configure } from '@drover/core';
import { read } from '../../support/database';
import { note } from '../../support/journal';
import { waitFor } from '../../support/wait-for';
import { AssignmentJob } from '../app/jobs/auto-assignment/assignment.job';

const { SCENARIO_NAMESPACE: namespace = '' } = process.env;
const [holds = '', times, ...inboxes] = process.argv.slice(2);

/** Enqueues all at once, as soon as the test says so. */
async function enqueueMany(): Promise<void> {
  configure({ namespace, jobs: [], logLevel: 'silent' });
  note('ready');
  await waitFor(() => read('go'));
  const assignments = inboxes.flatMap((inboxId) =>
    Array.from({ length: Number(times) }, () =>
      AssignmentJob.performLater({ inboxId: Number(inboxId), holds }),
    ),
  );
  for (const job of await Promise.all(assignments)) {
    const [{ inboxId }] = job.arguments as [{ inboxId: number }];
    const { enqueued, notEnqueuedBecause: because, duplicateOf } = job;
    note('enqueue', { inboxId, enqueued, because, duplicateOf, jobId: job.id });
  }
  await close();
}

enqueueMany().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

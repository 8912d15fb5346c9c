import { EnqueueError } from '../adapters/enqueue-error';
import { noteReceipt, prepareEnqueue } from './enqueue-job';
import type { Job } from './job';
import { STATE } from './job-state';
import { currentRuntime } from './runtime';

/**
 * Enqueues many built jobs in one round trip per queue, each with its own options. Enqueue
 * callbacks do not run. Every job says afterwards what came of it.
 *
 * @throws EnqueueError when at least one was not stored; `job.enqueueError` tells which
 */
export async function performAllLater<T extends Job>(jobs: readonly T[]): Promise<readonly T[]> {
  const runtime = currentRuntime();
  const stored = jobs.map((job) => prepareEnqueue(job, runtime));
  const results = await runtime.client.enqueueAll(stored);
  jobs.forEach((job, index) => {
    const result = results[index] ?? {};
    if (result instanceof Error) job[STATE].enqueueError = result;
    else noteReceipt(job, result);
  });
  rejectFailures(jobs);
  return jobs;
}

function rejectFailures(jobs: readonly Job[]): void {
  const failed = jobs.filter(({ enqueueError }) => enqueueError);
  if (failed.length === 0) return;
  throw new EnqueueError(
    `${failed.length} of ${jobs.length} jobs were not stored: ${failed[0]?.enqueueError?.message}. ` +
      `Each of them has an 'enqueueError'; enqueueing it again is safe.`,
    { cause: failed[0]?.enqueueError },
  );
}

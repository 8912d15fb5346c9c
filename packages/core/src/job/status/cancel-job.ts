import { setTimeout as pause } from 'node:timers/promises';
import type { JobDirectory, JobRecord } from '../../adapters/job-directory';

/**
 * What a cancel came to: the job waited and was removed; its run was aborted; its run was asked to
 * end and nobody has answered yet, as its process hangs or is gone (it then ends when it runs again);
 * or there was nothing to cancel: it is over, or there is no such job.
 */
export type CancelAnswer = 'removed' | 'aborted' | 'requested' | false;

/** Milliseconds to wait for the process that runs the job, and between two looks at it. */
const PATIENCE = 3000;
const INTERVAL = 50;

/**
 * Removes a job that waits; has the process that runs it end the run, and waits until it has. A job
 * that moves meanwhile, such as into the wait for a retry, is met where it is then.
 */
export async function cancelJob(
  jobs: JobDirectory,
  { id, queue }: { readonly id: string; readonly queue: string },
): Promise<CancelAnswer> {
  const deadline = performance.now() + PATIENCE;
  let requested = false;
  for (;;) {
    const answer = await settled(jobs, await jobs.find(id, [queue]));
    if (answer !== undefined) {
      if (requested) await jobs.withdrawCancel(queue, id);
      return answer;
    }
    if (!requested) await jobs.requestCancel(queue, id);
    requested = true;
    if (performance.now() >= deadline) return 'requested';
    await pause(INTERVAL);
  }
}

/** Undefined while it runs. */
async function settled(
  jobs: JobDirectory,
  record: JobRecord | undefined,
): Promise<CancelAnswer | undefined> {
  switch (record?.state) {
    case 'waiting':
    case 'delayed':
      return (await jobs.remove(record.queue, record.id)) ? 'removed' : undefined;
    case 'active':
      return undefined;
    case 'cancelled':
      return 'aborted';
    default:
      return false;
  }
}

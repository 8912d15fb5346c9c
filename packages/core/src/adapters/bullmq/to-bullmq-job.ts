import type { JobJson } from 'bullmq';
import type { StoredJob } from '../stored-job';
import { toBullOptions } from './to-bullmq-options';

/**
 * The form in which BullMQ's backends take a job; a copy, whatever the caller does to the
 * arguments later. Given to the backend itself, because `Queue.add` builds an object around every
 * job first and stores its id and time a second time, among the options: a fifth of the CPU of an
 * enqueue. What `Queue.add` checks of a job, Drover has checked before.
 */
export function toBullJob(job: StoredJob): JobJson {
  const bullJob: JobJson = {
    id: job.id,
    name: job.name,
    data: JSON.stringify(job.data),
    opts: toBullOptions(job),
    timestamp: job.enqueuedAt,
    progress: 0,
    attemptsMade: 0,
    attemptsStarted: 0,
    stalledCounter: 0,
    failedReason: 'null',
    returnvalue: 'null',
  };
  if (job.unique) bullJob.deduplicationId = job.unique.key;
  return bullJob;
}

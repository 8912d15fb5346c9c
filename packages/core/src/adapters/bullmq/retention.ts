import type { WorkerOptions } from 'bullmq';
import { toKeepJobs } from './to-bullmq-options';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What is kept of finished jobs: completed ones an hour and about 1,000 a queue, failed ones 180
 * days and at most 10,000. Set on the worker, so that jobs do not carry it.
 *
 * On PostgreSQL by age only: retention by count dead-locks there under concurrency.
 */
export function retentionFor(
  store: 'redis' | 'postgres' | 'embedded',
): Pick<WorkerOptions, 'removeOnComplete' | 'removeOnFail'> {
  const counted = store === 'redis';
  return {
    removeOnComplete: toKeepJobs({ age: HOUR, ...(counted && { count: 1000 }) }),
    removeOnFail: toKeepJobs({ age: 180 * DAY, ...(counted && { count: 10_000 }) }),
  };
}

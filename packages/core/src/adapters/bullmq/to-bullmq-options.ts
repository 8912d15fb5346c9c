import type { JobsOptions, KeepJobs } from 'bullmq';
import type { RetentionLimit, StoredJob } from '../stored-job';
import { toDeduplication } from './unique/unique-options';

/** BullMQ's options for one job. Pure. */
export function toBullOptions({
  enqueuedAt,
  scheduledAt,
  priority,
  attempts = 0,
  retention,
  unique,
  after,
}: StoredJob): JobsOptions {
  const options: JobsOptions = { attempts };
  // PostgreSQL takes whole milliseconds only; up, so that no job runs before its time.
  if (scheduledAt !== undefined && scheduledAt > enqueuedAt)
    options.delay = Math.ceil(scheduledAt - enqueuedAt);
  if (after?.wait) options.delay = Math.ceil(after.wait);
  if (priority > 0) options.priority = priority;
  if (retention?.completed) options.removeOnComplete = toKeepJobs(retention.completed);
  if (retention?.failed) options.removeOnFail = toKeepJobs(retention.failed);
  if (unique) options.deduplication = toDeduplication(unique, enqueuedAt);
  return options;
}

/** BullMQ counts ages in seconds. */
export function toKeepJobs({ age, count }: RetentionLimit): KeepJobs {
  return {
    ...(age !== undefined && { age: Math.ceil(age / 1000) }),
    ...(count !== undefined && { count }),
  } as KeepJobs;
}

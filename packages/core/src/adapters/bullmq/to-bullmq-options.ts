import type { JobsOptions, KeepJobs } from 'bullmq';
import type { RetentionLimit, StoredJob } from '../queue-adapter';

/** BullMQ's options for one job. Pure. */
export function toBullOptions({
  id,
  enqueuedAt,
  scheduledAt,
  priority,
  attempts,
  retention,
}: StoredJob): JobsOptions {
  const options: JobsOptions = { jobId: id, timestamp: enqueuedAt };
  if (scheduledAt !== undefined && scheduledAt > enqueuedAt)
    options.delay = scheduledAt - enqueuedAt;
  if (priority > 0) options.priority = priority;
  if (attempts !== undefined) options.attempts = attempts;
  if (retention?.completed) options.removeOnComplete = toKeepJobs(retention.completed);
  if (retention?.failed) options.removeOnFail = toKeepJobs(retention.failed);
  return options;
}

/** BullMQ counts ages in seconds. */
export function toKeepJobs({ age, count }: RetentionLimit): KeepJobs {
  return {
    ...(age !== undefined && { age: Math.ceil(age / 1000) }),
    ...(count !== undefined && { count }),
  } as KeepJobs;
}

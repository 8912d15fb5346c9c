import type { DeduplicationOptions, JobsOptions, KeepJobs } from 'bullmq';
import type { RetentionLimit, StoredJob, UniqueLock } from '../queue-adapter';

/** BullMQ's options for one job. Pure. */
export function toBullOptions({
  enqueuedAt,
  scheduledAt,
  priority,
  attempts = 0,
  retention,
  unique,
}: StoredJob): JobsOptions {
  const options: JobsOptions = { attempts };
  if (scheduledAt !== undefined && scheduledAt > enqueuedAt)
    options.delay = scheduledAt - enqueuedAt;
  if (priority > 0) options.priority = priority;
  if (retention?.completed) options.removeOnComplete = toKeepJobs(retention.completed);
  if (retention?.failed) options.removeOnFail = toKeepJobs(retention.failed);
  if (unique) options.deduplication = toDeduplication(unique, enqueuedAt);
  return options;
}

/**
 * The terms of a lock travel with the job that has it. BullMQ itself is given the time only of a lock
 * that outlives its job: a key with a time would not be freed at the end of the job.
 */
function toDeduplication(
  { key, until, expiresAt }: UniqueLock,
  enqueuedAt: number,
): DeduplicationTerms {
  return {
    id: key,
    until,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(until === 'expired' && { ttl: Math.max(1, (expiresAt ?? 0) - enqueuedAt) }),
  };
}

/** What BullMQ keeps of a lock, with what it does not know. */
interface DeduplicationTerms
  extends DeduplicationOptions, Pick<UniqueLock, 'until' | 'expiresAt'> {}

/** BullMQ counts ages in seconds. */
export function toKeepJobs({ age, count }: RetentionLimit): KeepJobs {
  return {
    ...(age !== undefined && { age: Math.ceil(age / 1000) }),
    ...(count !== undefined && { count }),
  } as KeepJobs;
}

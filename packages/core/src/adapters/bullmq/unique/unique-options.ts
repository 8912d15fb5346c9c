import type { DeduplicationOptions, JobJson } from 'bullmq';
import type { UniqueLock } from '../../queue-adapter';
import type { LockTerms } from './unique-keys';

/** What BullMQ keeps of a lock, with what it does not know itself. */
interface Deduplication extends DeduplicationOptions, LockTerms {
  readonly onConflict?: UniqueLock['onConflict'];
}

/**
 * The terms of a lock travel with the job that has it. BullMQ itself is given the time only of a lock
 * that outlives its job: a key with a time would not be freed at the end of the job.
 */
export function toDeduplication(
  { key, until, expiresAt, dueBy, onConflict }: UniqueLock,
  enqueuedAt: number,
): DeduplicationOptions {
  const replaces = onConflict === 'replace';
  const options: Deduplication = {
    id: key,
    until,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(dueBy !== undefined && { dueBy }),
    ...(until === 'expired' && { ttl: Math.max(1, (expiresAt ?? 0) - enqueuedAt) }),
    ...((replaces || onConflict === 'reschedule') && { onConflict }),
    // Where the time of the other matters, it has to be looked at first.
    ...(replaces && expiresAt === undefined && dueBy === undefined && { replace: true }),
  };
  return options;
}

/** The terms of a job's lock. Anyone may have written them. */
export function lockOf({ opts }: Pick<JobJson, 'opts'>): Deduplication | undefined {
  return opts.deduplication;
}

/** When the job is due, in milliseconds since the epoch. */
export function dueAt({ timestamp, opts }: JobJson): number {
  return timestamp + (opts.delay ?? 0);
}

/** The job in the place of a delayed one, and due no later than that one might have been put off. */
export function replacing(job: JobJson, { dueBy = Infinity }: LockTerms): JobJson {
  const { delay = 0, ...opts } = job.opts;
  const terms = lockOf(job) ?? { id: '' };
  const lock: Deduplication = {
    ...terms,
    replace: true,
    ...(terms.until === 'expired' && { extend: true }),
    ...(Number.isFinite(dueBy) && { dueBy }),
  };
  const shortened = Math.min(delay, Math.max(0, dueBy - job.timestamp));
  return {
    ...job,
    opts: { ...opts, ...(shortened > 0 && { delay: shortened }), deduplication: lock },
  };
}

import type { DeduplicationOptions, JobJson } from 'bullmq';
import type { Mutable } from '../../../support/mutable';
import type { UniqueLock } from '../../stored-job';
import type { LockTerms } from './unique-keys';

/** What BullMQ keeps of a lock, with what it does not know itself. */
interface Deduplication extends DeduplicationOptions, Mutable<LockTerms> {
  onConflict?: UniqueLock['onConflict'];
  limit?: number;
  acrossQueues?: boolean;
}

/**
 * The terms of a lock travel with the job that has it; every character of them is Redis's time.
 * BullMQ itself is given the time only of a lock that outlives its job: a key with a time would not
 * be freed at the end of the job.
 */
export function toDeduplication(
  { key, until, expiresAt, dueBy, onConflict, limit, acrossQueues }: UniqueLock,
  enqueuedAt: number,
): DeduplicationOptions {
  const options: Deduplication = { id: key };
  if (until !== 'executed') options.until = until;
  if (expiresAt !== undefined) options.expiresAt = expiresAt;
  if (dueBy !== undefined) options.dueBy = dueBy;
  if (limit !== undefined) options.limit = limit;
  if (acrossQueues) options.acrossQueues = true;
  if (until === 'expired') options.ttl = Math.max(1, (expiresAt ?? 0) - enqueuedAt);
  if (onConflict === 'replace' || onConflict === 'reschedule') options.onConflict = onConflict;
  // Where the time of the other matters, it has to be looked at first.
  if (onConflict === 'replace' && expiresAt === undefined && dueBy === undefined)
    options.replace = true;
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

/**
 * The job as it may be tried in the next of the slots of its lock; each is a key of its own, and the
 * first is the key itself. After the last comes the first.
 */
export function inNextSlot(job: JobJson): JobJson {
  const { id = '', limit = 1, ...terms } = lockOf(job) ?? {};
  const [, key = '', slot = 0] = /^(.*?)(?:#(\d+))?$/s.exec(id) ?? [];
  const next = (Number(slot) + 1) % limit;
  const deduplicationId = next === 0 ? key : `${key}#${next}`;
  const lock: Deduplication = { ...terms, id: deduplicationId, limit };
  return { ...job, deduplicationId, opts: { ...job.opts, deduplication: lock } };
}

import type { Job as BullJob } from 'bullmq';
import type { StoredJob } from '../../stored-job';
import { lockOf } from './unique-options';
import type { UniqueKeys } from './unique-keys';

/**
 * Takes the lock of a job that is one for all queues. No script of one queue can take it, so it is taken
 * before the job is stored: a round trip more. It belongs to the job all the same: should the process die
 * between the two steps, or the store refuse the job, it is free after a moment. Resolves to the id of
 * another job that has it by right.
 */
export async function takeAcross(job: StoredJob, keys: UniqueKeys): Promise<string | undefined> {
  const { id: owner, queue, enqueuedAt: now, unique } = job;
  if (!unique) return undefined;
  const { key, until, expiresAt } = unique;
  const ttl = until === 'expired' && expiresAt !== undefined ? expiresAt - now : undefined;
  const holder = await keys.takeAcross({ queue, key, owner }, now, ttl);
  return holder === owner ? undefined : holder;
}

/** BullMQ frees what lies on the queue of a job. Not waited for: who meets the key looks at the job. */
export function freeAtEnd(job: BullJob, keys: () => UniqueKeys): void {
  const lock = lockOf(job);
  if (!lock?.acrossQueues || job.finishedOn === undefined) return;
  const held = { queue: job.queueName, key: lock.id, owner: job.id ?? '' };
  keys()
    .freeAcross(held)
    .catch(() => {});
}

import type { Job as BullJob } from 'bullmq';
import type { EnqueueReceipt, StoredJob } from '../../queue-adapter';
import { lockOf } from './unique-options';
import type { UniqueKeys } from './unique-keys';

/**
 * Stores a job whose lock is one for all queues. No script of one queue can take it, so it is taken
 * first: a round trip more. It belongs to the job all the same: should the process die between the two
 * steps, or the store refuse the job, it is free after a moment.
 */
export async function enqueueAcross(
  job: StoredJob,
  keys: UniqueKeys,
  enqueue: () => Promise<EnqueueReceipt>,
): Promise<EnqueueReceipt> {
  const { id: owner, queue, enqueuedAt: now, unique } = job;
  if (!unique) return enqueue();
  const { key, until, expiresAt } = unique;
  const ttl = until === 'expired' && expiresAt !== undefined ? expiresAt - now : undefined;
  const duplicateOf = await keys.takeAcross({ queue, key, owner }, now, ttl);
  if (duplicateOf !== owner) return { duplicateOf };
  const receipt = await enqueue();
  if (receipt.duplicateOf !== undefined) await keys.freeAcross({ queue, key, owner });
  return receipt;
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

import type { Job as BullJob } from 'bullmq';
import type { UniqueLock } from '../../queue-adapter';
import type { UniqueKeys } from './unique-keys';

/**
 * The lock a stored job was enqueued under, when it is one that belongs to the job. One until a time
 * does not: it was never given up, and runs out by itself.
 */
export function ownLockOf({ deduplicationId, opts }: BullJob): string | undefined {
  const terms = opts.deduplication as Partial<UniqueLock> | undefined;
  return terms?.until === 'expired' ? undefined : deduplicationId;
}

/**
 * Takes the lock of a stored job again, which it gave up when it ended. Resolves to the id of another
 * job that has it by right.
 */
export async function takeKey(job: BullJob, keys: UniqueKeys): Promise<string | undefined> {
  const key = ownLockOf(job);
  const { id = '', queueName: queue } = job;
  if (key === undefined) return undefined;
  let owner = await keys.take({ queue, key, owner: id }, Date.now());
  while (owner !== id && (await keys.freeIfOver({ queue, key, owner }, Date.now())))
    owner = await keys.take({ queue, key, owner: id }, Date.now());
  return owner === id ? undefined : owner;
}

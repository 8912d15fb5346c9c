import type { Job as BullJob } from 'bullmq';
import type { UniqueKeys } from './unique-keys';
import { lockOf } from './unique-options';

/**
 * The lock a stored job was enqueued under, when it is one that belongs to the job. One until a time
 * does not: it was never given up, and runs out by itself.
 */
export function ownLockOf(job: BullJob): string | undefined {
  return lockOf(job)?.until === 'expired' ? undefined : job.deduplicationId;
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
  while (owner !== id && !(await keys.look({ queue, key, owner }, Date.now())))
    owner = await keys.take({ queue, key, owner: id }, Date.now());
  if (owner !== id) return owner;
  if (!lockOf(job)?.acrossQueues) return undefined;
  const holder = await keys.takeAcross({ queue, key, owner: id }, Date.now());
  if (holder === id) return undefined;
  await keys.free({ queue, key, owner: id });
  return holder;
}

/**
 * Whether a board, or BullMQ itself, had this finished job run again: that forgets why the last run
 * failed, and not that there was one. Such a job has given its lock up.
 */
export function isBackFromDead(job: BullJob): boolean {
  return job.attemptsMade > 0 && !job.failedReason && ownLockOf(job) !== undefined;
}

import type { Job as BullJob } from 'bullmq';
import type { UniqueConflictDetails } from '../../../options/unique-conflict-error';
import { ownLockOf, takeKey } from '../unique/take-key';
import type { BullStore } from '../store';
import { fieldsOf } from './to-failed-job';

/**
 * Has a dead job wait again. Whoever retries it has mended something: all attempts of its rules are
 * before it again. False when it is not dead any more; the conflict when its lock is another's now.
 */
export async function retryFailed(
  job: BullJob,
  { uniqueKeys, batchLinks }: Pick<BullStore, 'uniqueKeys' | 'batchLinks'>,
): Promise<boolean | UniqueConflictDetails> {
  const duplicateOf = await takeKey(job, uniqueKeys);
  if (duplicateOf !== undefined) return { name: job.name, key: ownLockOf(job) ?? '', duplicateOf };
  const { failures, executions, ...data } = fieldsOf(job.data);
  if (failures !== undefined || executions !== undefined) await job.updateData(data);
  if (job.parent) await batchLinks.renew({ queue: job.queueName, id: job.id ?? '' });
  return succeeds(job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }));
}

/** False when it is gone, or not dead any more. */
export async function removeFailed(job: BullJob): Promise<boolean> {
  return (await job.isFailed()) && succeeds(job.remove({ removeChildren: false }));
}

async function succeeds(action: Promise<void>): Promise<boolean> {
  try {
    await action;
    return true;
  } catch (error) {
    if (isLost(error)) return false;
    throw error;
  }
}

/** BullMQ's codes: missing, locked, in another state than was named, kept by its scheduler. */
function isLost(error: unknown): boolean {
  const { code, message = '' } = error as { code?: number; message?: string };
  return [-1, -2, -3, -8].includes(code ?? 0) || /could not be removed|Missing key/.test(message);
}

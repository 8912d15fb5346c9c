import { UniqueConflictError, type Application } from '@drover/core';
import type { Queue } from 'bullmq';
import { BoardError } from '../errors/board-error';

export interface JobPlace {
  readonly queue: string;
  readonly id: string;
}

/** What was done, and to how many jobs. */
export interface Done {
  readonly did: 'retry' | 'delete' | 'promote' | 'conflict';
  readonly count: number;
}

/** Does one thing to jobs that a human has chosen; those that it does not fit are left alone. */
export async function actOnJobs(
  application: Application,
  action: string,
  jobs: readonly JobPlace[],
): Promise<Done> {
  if (action === 'retry') return retry(application, jobs);
  if (action !== 'delete' && action !== 'promote')
    throw new BoardError(400, "Expected the action 'retry', 'delete' or 'promote'.");
  const act = action === 'delete' ? remove : promote;
  let count = 0;
  for (const { queue, id } of jobs) {
    const native = (await application.adapter.nativeQueue?.(queue)) as Queue;
    if (await act(native, id)) count += 1;
  }
  return { did: action, count };
}

async function retry({ operations }: Application, jobs: readonly JobPlace[]): Promise<Done> {
  const byQueue = new Map<string, string[]>();
  for (const { queue, id } of jobs) byQueue.set(queue, [...(byQueue.get(queue) ?? []), id]);
  let count = 0;
  let refused = 0;
  for (const [queue, ids] of byQueue) {
    try {
      count += await operations.retryJobs({ queue, id: ids });
    } catch (error) {
      if (!(error instanceof UniqueConflictError)) throw error;
      refused += ids.length;
    }
  }
  return count === 0 && refused > 0 ? { did: 'conflict', count: refused } : { did: 'retry', count };
}

/** A job that runs cannot be removed: it can be cancelled. */
async function remove(queue: Queue, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  if (!job || (await job.isActive())) return false;
  await job.remove({ removeChildren: false });
  return true;
}

async function promote(queue: Queue, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  if (!job || !(await job.isDelayed())) return false;
  await job.promote();
  return true;
}

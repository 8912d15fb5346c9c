import { checkJobs } from '../check-jobs';
import type { Job } from '../job';
import { enqueueBatch } from './enqueue-batch';
import { planInTurn } from './plan';

/**
 * Enqueues built jobs that run one after the other, each once the one before it is done; where one
 * fails for good, those behind it wait until it is retried and done. All are stored, or none. What is
 * said of `set({ after })` holds for them.
 *
 * @throws InvalidOptionsError, InvalidArgumentsError
 * @throws EnqueueError when the store cannot take them
 *
 * @example
 * ```ts
 * await performChainLater([ExtractJob.build(id), TransformJob.build(id), LoadJob.build(id)])
 * ```
 */
export async function performChainLater<T extends Job>(jobs: readonly T[]): Promise<readonly T[]> {
  checkJobs('performChainLater()', jobs);
  const plan = planInTurn(jobs);
  if (plan) await enqueueBatch(plan);
  return jobs;
}

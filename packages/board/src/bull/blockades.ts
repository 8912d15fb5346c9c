import type { Application, Blockade } from '@drover/core';
import type { Job } from 'bullmq';

/** By their ids, those of these jobs of a queue that wait for a limit. Only a delayed job can. */
export async function blockadesOf(
  jobs: readonly (Job | undefined)[],
  queue: string,
  { operations }: Application,
): Promise<ReadonlyMap<string | undefined, Blockade>> {
  const ids = jobs.flatMap((job) => (job?.id && job.delay && !job.finishedOn ? [job.id] : []));
  if (ids.length === 0) return new Map();
  const found = await operations.blockades(queue, ids);
  return new Map(ids.flatMap((id, index) => (found[index] ? [[id, found[index]]] : [])));
}

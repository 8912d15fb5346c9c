import type { Application, Blockade } from '@drover/core';
import type { Job } from 'bullmq';

/** What keeps a job: a limit, or other jobs. */
export type Wait = Blockade | { readonly pending: number };

/** By their ids, those of these jobs of a queue that wait for something other than a worker. */
export async function waitsOf(
  jobs: readonly (Job | undefined)[],
  queue: string,
  application: Application,
): Promise<ReadonlyMap<string | undefined, Wait>> {
  const known = jobs.filter((job) => job?.id !== undefined && !job.finishedOn) as Job[];
  const [blockades, batches] = await Promise.all([
    blockadesOf(known, queue, application),
    batchesOf(known, queue, application),
  ]);
  return new Map([...batches, ...blockades]);
}

/** Only a delayed job can wait for a limit. */
async function blockadesOf(jobs: readonly Job[], queue: string, { operations }: Application) {
  const ids = jobs.flatMap(({ id = '', delay }) => (delay ? [id] : []));
  const found = ids.length === 0 ? [] : await operations.blockades(queue, ids);
  return ids.flatMap((id, index): [string, Wait][] => (found[index] ? [[id, found[index]]] : []));
}

/** Only a job that has not run yet can wait for others. */
async function batchesOf(jobs: readonly Job[], queue: string, { adapter }: Application) {
  const ids = jobs.flatMap(({ id = '', data, processedOn }) =>
    processedOn === undefined && Object(data)['after'] ? [id] : [],
  );
  const found = await Promise.all(ids.map(async (id) => adapter.jobs?.().batch?.(queue, id)));
  return ids.flatMap((id, index): [string, Wait][] => {
    const pending = found[index]?.pending ?? 0;
    return pending > 0 ? [[id, { pending }]] : [];
  });
}

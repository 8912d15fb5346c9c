import type { JobJson } from 'bullmq';
import type { AnyQueue } from '../any-queue';
import type { UniqueKeys } from './unique-keys';

/** Times a key may be freed and taken again under our eyes before the job counts as a duplicate. */
const TRIES = 5;

/**
 * Stores a job that met the lock of another after all, when that other has no right to it any more:
 * a lock is not trusted, its owner is looked at. Resolves to the id of the job that is stored.
 *
 * This is all the upkeep that locks get. It costs a round trip at a conflict and nothing otherwise,
 * and whatever removed a job, and wherever a process died, the next enqueue sets it right.
 */
export async function addInSpiteOf(
  owner: string,
  job: JobJson,
  { queue, keys }: { readonly queue: AnyQueue; readonly keys: UniqueKeys },
): Promise<string> {
  const { deduplicationId: key } = job;
  if (key === undefined) return owner;
  let stored = owner;
  for (let tries = 0; stored !== job.id && tries < TRIES; tries += 1) {
    const held = { queue: queue.name, key, owner: stored };
    if (!(await keys.freeIfOver(held, job.timestamp))) break;
    stored = await queue.getBackend().addJob(job, job.id);
  }
  return stored;
}

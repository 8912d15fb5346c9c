import type { Job as BullJob, JobJson } from 'bullmq';
import type { EnqueueOptions } from '../../queue-adapter';
import type { StoredJob } from '../../stored-job';
import type { AnyQueue } from '../any-queue';
import type { BatchLinks } from './batch-links';
import { parentKeyOf, toChild, type Relation } from './to-child';
import { toFlow, toNodes } from './to-flow';

interface StoreBatchParts {
  readonly queueFor: (name: string) => Promise<AnyQueue>;
  readonly links: () => Promise<BatchLinks>;
}

/**
 * Stores a job and all that it waits for in one transaction of the store. Stored a second time, as
 * after a reply that was lost, nothing is there twice.
 */
export async function storeBatch(
  job: StoredJob,
  { queueFor, links }: StoreBatchParts,
  { transaction }: EnqueueOptions,
): Promise<void> {
  const nodes = toNodes(job);
  const queues = new Map<string, AnyQueue>();
  for (const { queue } of nodes) if (!queues.has(queue)) queues.set(queue, await queueFor(queue));
  const backend = (await queueFor(job.queue)).getBackend();
  await (await links()).store(toFlow(nodes, queues), backend, transaction);
}

/** Stores a job that another one waits for; alone, where that one is gone. */
export async function storeChild(job: JobJson, relation: Relation, queue: AnyQueue): Promise<void> {
  const backend = queue.getBackend();
  try {
    await backend.addJob(toChild(job, relation), job.id, parentKeyOf(relation));
  } catch (error) {
    if ((error as { code?: unknown }).code !== PARENT_GONE) throw error;
    await backend.addJob(job, job.id);
  }
}

/** BullMQ's code for a parent that is not there. */
const PARENT_GONE = -5;

/** Nobody waits for this record any more. */
export async function release(job: BullJob): Promise<void> {
  try {
    await job.removeChildDependency();
  } catch (error) {
    if ((error as { code?: unknown }).code !== PARENT_GONE) throw error;
  }
}

import type { IQueueBackend } from 'bullmq';
import type { BatchRecord, FailedChild } from '../../job-directory';
import type { AnyQueue } from '../any-queue';
import { fieldsOf } from '../inspect/to-failed-job';

/** What came of the jobs that this one waits for; undefined when it is not there. */
export async function readBatch(queue: AnyQueue, id: string): Promise<BatchRecord | undefined> {
  const backend = queue.getBackend();
  const [job, counts] = await Promise.all([queue.getJob(id), batchCounts(backend, id)]);
  if (!job) return undefined;
  const { after } = fieldsOf(job.data);
  const { pending, completed } = counts;
  const failed = counts.failed > 0 ? await failedChildren(backend, id) : [];
  return { total: typeof after === 'number' ? after : 0, pending, completed, failed };
}

export async function batchCounts(backend: IQueueBackend, id: string) {
  const types = ['unprocessed', 'processed', 'ignored'];
  const [pending = 0, completed = 0, failed = 0] = await backend.getDependencyCounts(id, types);
  return { pending, completed, failed };
}

async function failedChildren(backend: IQueueBackend, id: string): Promise<readonly FailedChild[]> {
  const failures = await backend.getIgnoredChildrenFailures(id);
  return Object.entries(failures).map(([key, error]) => {
    const child = backend.parseNodeKey(key);
    return { id: child.id, queue: child.queueName, error };
  });
}

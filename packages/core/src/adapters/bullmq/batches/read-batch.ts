import type { Job as BullJob } from 'bullmq';
import type { BatchResults } from '../../../serialization/job-data';
import type { BatchRecord } from '../../job-directory';
import { fieldsOf } from '../inspect/to-failed-job';

/** What came of the jobs that this one waits for. */
export async function readBatch(job: BullJob): Promise<BatchRecord> {
  const { after, batch } = fieldsOf(job.data) as { after?: number; batch?: BatchResults };
  const total = after ?? 0;
  if (batch) return { total, pending: 0, ...batch };
  return { total, pending: await pendingOf(job), ...(await resultsOf(job)) };
}

/** How many of them are not done. */
export async function pendingOf(job: BullJob): Promise<number> {
  return (await job.getDependenciesCount({ unprocessed: true })).unprocessed ?? 0;
}

/** What a record takes along that begins anew on another queue: BullMQ keeps it beside the one it had. */
export async function carriedBatch(job: BullJob): Promise<{ batch?: BatchResults }> {
  const { after, batch } = fieldsOf(job.data);
  return after === undefined || batch !== undefined ? {} : { batch: await resultsOf(job) };
}

async function resultsOf(job: BullJob): Promise<BatchResults> {
  const counts = await job.getDependenciesCount({ processed: true, ignored: true });
  const { processed: completed = 0, ignored = 0 } = counts;
  const failures = ignored > 0 ? await job.getIgnoredChildrenFailures() : {};
  const failed = Object.entries(failures).map(([key, error]) => {
    const [queue = '', id = ''] = key.split(':').slice(-2);
    return { id, queue, error };
  });
  return { completed, failed };
}

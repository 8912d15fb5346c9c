import type { StoredJob } from '../adapters/queue-adapter';
import type { JobSummary } from './job-events';

/** A stored job as events tell of it. */
export function summarise(job: StoredJob): JobSummary {
  return {
    id: job.id,
    name: job.name,
    queue: job.queue,
    priority: job.priority,
    args: job.data.args,
    executions: job.data.executions ?? 0,
    enqueuedAt: job.enqueuedAt,
    scheduledAt: job.scheduledAt,
    ...(job.data.requestId !== undefined && { requestId: job.data.requestId }),
  };
}

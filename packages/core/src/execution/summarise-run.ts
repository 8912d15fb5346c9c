import type { Delivery } from '../adapters/queue-adapter';
import type { JobSummary } from '../events/job-events';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { optionsOf } from '../options/job-options';
import type { DeclaringClass } from '../options/declarations';
import type { JsonValue } from '../support/json';

/** A running job as events tell of it. */
export function summariseRun(job: Job): JobSummary {
  const state = job[STATE];
  return {
    id: state.id,
    name: optionsOf(job.constructor as DeclaringClass).name,
    queue: job.queueName,
    priority: job.priority,
    args: state.data?.args ?? (state.args as readonly JsonValue[] | undefined) ?? [],
    executions: state.executions,
    enqueuedAt: state.enqueuedAt,
    scheduledAt: state.scheduledAt,
    ...(state.requestId !== undefined && { requestId: state.requestId }),
  };
}

/** A delivery that became no job object. */
export function summariseDelivery(delivery: Delivery): JobSummary {
  return {
    id: delivery.id,
    name: delivery.name,
    queue: delivery.queue,
    priority: delivery.priority,
    args: Array.isArray(delivery.data?.args) ? delivery.data.args : [],
    executions: delivery.attemptsMade + 1,
    enqueuedAt: delivery.enqueuedAt,
    scheduledAt: undefined,
  };
}

import type { Job as BullJob } from 'bullmq';
import type { JsonValue } from '../../../support/json';
import type { FailedJob } from '../../queue-inspector';

/** A dead job as BullMQ has it. Anyone may have written its data. */
export function toFailedJob(job: BullJob): FailedJob {
  const { executions } = fieldsOf(job.data);
  const [stack] = job.stacktrace?.slice(-1) ?? [];
  return {
    id: job.id ?? '',
    name: job.name,
    queue: job.queueName,
    args: argumentsOf(job.data),
    error: { message: job.failedReason ?? '', ...(stack && { stack }) },
    attempts: job.attemptsMade + (typeof executions === 'number' ? executions : 0),
    enqueuedAt: job.timestamp,
    failedAt: job.finishedOn ?? job.timestamp,
  };
}

function argumentsOf(data: unknown): readonly JsonValue[] {
  const { args } = fieldsOf(data);
  return Array.isArray(args) ? (args as JsonValue[]) : [];
}

/** What a payload holds, when it is an object at all. */
export function fieldsOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

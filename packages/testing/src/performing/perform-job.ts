import {
  checkKeys,
  InvalidOptionsError,
  prepareEnqueue,
  type Delivery,
  type Job,
  type JobClass,
  type JsonValue,
  type Outcome,
  type PerformArguments,
  type PerformResult,
} from '@drover/core';
import { deferred, type Deferred } from '../expectations/deferred';
import { buildJob } from '../jobs/build-job';
import { currentFake } from '../mode/current-fake';
import type { FakeQueues } from '../mode/fake-queues';
import { JobRun } from './job-run';

/** How the attempt stands. */
export interface PerformJobOptions {
  /** Runs so far, this one included: what the job's `executions` says. Default 1. */
  readonly executions?: number;
  /** What the job's `signal` follows. */
  readonly signal?: AbortSignal;
  /** Default a new one. */
  readonly id?: string;
}

/**
 * Runs one attempt of a job as a worker would: its arguments pass through the serializer, its rules
 * decide. The job is in no queue, so that a retry is told of and nothing waits.
 *
 * @example
 * ```ts
 * await performJob(DeliveryJob, ['42'], { executions: 2 }).toRetry({ in: '1 minute' });
 * const { value, logs, enqueued } = await performJob(ReportJob, [month]);
 * ```
 * @throws SerializationError when an argument cannot travel
 * @throws InvalidOptionsError, NoFakeError
 */
export function performJob<T extends Job>(
  jobClass: JobClass<T>,
  args: PerformArguments<T>,
  options: PerformJobOptions = {},
): Deferred<JobRun<PerformResult<T>>> {
  checkKeys('performJob()', options, ['executions', 'signal', 'id']);
  const { executions = 1 } = options;
  if (!Number.isInteger(executions) || executions < 1)
    throw new InvalidOptionsError('performJob() executions', 'a whole number from 1', executions);
  return deferred(attempt(currentFake('performJob()'), jobClass, args, options));
}

async function attempt<T extends Job>(
  fake: FakeQueues,
  jobClass: JobClass<T>,
  args: PerformArguments<T>,
  options: PerformJobOptions,
): Promise<JobRun<PerformResult<T>>> {
  const { app, clock, jobs } = fake;
  app.registry.register(jobClass);
  const notes: { logs: string[]; progress?: JsonValue } = { logs: [] };
  const before = jobs.mark();
  const delivery = deliveryFor(fake, jobClass, args, { ...options, notes });
  const outcome = await fake.perform(delivery);
  return new JobRun<PerformResult<T>>({
    name: jobClass.name,
    outcome,
    value: (await valueOf(outcome, delivery, fake)) as PerformResult<T> | undefined,
    now: clock.now(),
    logs: notes.logs,
    progress: notes.progress,
    enqueued: jobs.enqueued(before),
  });
}

function deliveryFor<T extends Job>(
  { app, adapter }: FakeQueues,
  jobClass: JobClass<T>,
  args: PerformArguments<T>,
  options: PerformJobOptions & { readonly notes: { logs: string[]; progress?: JsonValue } },
): Delivery {
  const { executions = 1, signal = new AbortController().signal, notes } = options;
  const job = buildJob(jobClass, args);
  const stored = prepareEnqueue(job, app, options.id);
  const { id, name, queue, priority, enqueuedAt, data } = stored;
  return {
    ...{ id, name, queue, priority, enqueuedAt, signal },
    data: structuredClone(data),
    attemptsMade: executions - 1,
    log: (line) => void notes.logs.push(line),
    progress: (value) => void (notes.progress = value),
    interruption: (position) => adapter.interruptions.ask(name, position),
  };
}

async function valueOf(
  outcome: Outcome,
  delivery: Delivery,
  { app }: FakeQueues,
): Promise<unknown> {
  if (outcome.kind !== 'completed' || outcome.value === undefined) return undefined;
  return app.serializer.deserializeValue(outcome.value as JsonValue, 'result', delivery);
}

import type { JobData } from '@drover/core';
import type { EnqueuedJob, OutcomeOf } from './fake-jobs';

/**
 * The record as its next run finds it. Attempts and executions count as in a real store: a
 * failure is an attempt of the record, a retry without an error is none and counts in the data,
 * and another queue means a new record that carries all its runs in the data.
 */
export function nextRun(job: EnqueuedJob, outcome: OutcomeOf<'retried'>, now: number): EnqueuedJob {
  const { delay, queue = job.queue, priority = job.priority } = outcome;
  const next = { ...job, queue, priority, dueAt: now + delay };
  const data = throughJson(outcome.data);
  if (queue !== job.queue) {
    return {
      ...next,
      attemptsMade: 0,
      enqueuedAt: now,
      data: withRuns(data, job.attemptsMade + 1),
    };
  }
  if (!outcome.error) return { ...next, data: withRuns(data, 1) };
  return { ...next, attemptsMade: job.attemptsMade + 1, data };
}

/** The record of a run that was interrupted: no attempt is used, wherever it goes on. */
export function interruptedRun(
  job: EnqueuedJob,
  outcome: OutcomeOf<'interrupted'>,
  now: number,
): EnqueuedJob {
  const { delay = 0, queue = job.queue, priority = job.priority, data = job.data } = outcome;
  const next = { ...job, queue, priority, dueAt: now + delay, data: throughJson(data) };
  if (queue === job.queue) return next;
  const moved = { ...next, attemptsMade: 0, enqueuedAt: now };
  return { ...moved, data: withRuns(next.data, job.attemptsMade) };
}

function withRuns(data: JobData, runs: number): JobData {
  return { ...data, executions: (data.executions ?? 0) + runs };
}

/** What a store gives back is never the object it was given. */
export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

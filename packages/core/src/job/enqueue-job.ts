import { randomUUID } from 'node:crypto';
import type { EnqueueReceipt, StoredJob } from '../adapters/queue-adapter';
import { optionsOf } from '../options/job-options';
import type { DeclaringClass } from '../options/declarations';
import { dueAt } from '../options/placement';
import { priorityFor, queueNameFor } from '../options/queue-name';
import { runCallbacks } from './callbacks';
import { STATE, type JobState } from './job-state';
import type { Stateful } from './performable';
import { currentRuntime, type Runtime } from './runtime';
import { toStoredJob } from './stored-form';
import { debouncedTo, withUniqueLock } from './unique-lock';

/** Places the job, runs its enqueue callbacks, stores it, and writes on it what came of it. */
export async function enqueueJob<T extends Stateful>(job: T): Promise<T> {
  const runtime = currentRuntime();
  const stored = prepareEnqueue(job, runtime);
  const { enqueueHooks } = optionsOf(job.constructor as DeclaringClass);
  try {
    if (enqueueHooks.length === 0) {
      noteReceipt(job, await runtime.client.enqueue(stored));
      return job;
    }
    const result = await runCallbacks(job, enqueueHooks, async () => {
      noteReceipt(job, await runtime.client.enqueue(stored));
    });
    if (result.halted) noteHalt(job, runtime, stored);
    return job;
  } catch (error) {
    job[STATE].enqueueError = error as Error;
    throw error;
  }
}

/** Decides queue, priority and time, and gives the stored form. Forgets the enqueue before. */
export function prepareEnqueue(job: Stateful, runtime: Runtime): StoredJob {
  const state = job[STATE];
  if (state.enqueued || state.delivery) renew(state);
  const { set } = state;
  state.enqueued = false;
  state.notEnqueuedBecause = undefined;
  state.duplicateOf = undefined;
  state.enqueueError = undefined;
  state.queue = queueNameFor(job, set.queue, runtime.defaults);
  state.priority = priorityFor(job, set.priority, runtime.defaults);
  state.enqueuedAt = runtime.clock.now();
  state.scheduledAt =
    dueAt(set, runtime.clock) ?? debouncedTo(job, state.enqueuedAt) ?? state.scheduledAt;
  return withUniqueLock(job, toStoredJob(job, runtime), runtime);
}

/** What is in the store stays there under its id: enqueued again, the object stands for a new job. */
function renew(state: JobState): void {
  state.id = randomUUID();
  state.executions = 0;
  state.failures = {};
  state.delivery = undefined;
  state.scheduledAt = undefined;
}

export function noteReceipt(job: Stateful, { duplicateOf, scheduledAt }: EnqueueReceipt): void {
  const state = job[STATE];
  state.scheduledAt = scheduledAt ?? state.scheduledAt;
  state.enqueued = duplicateOf === undefined;
  state.duplicateOf = duplicateOf;
  state.notEnqueuedBecause = duplicateOf === undefined ? undefined : 'duplicate';
}

function noteHalt(job: Stateful, { client }: Runtime, stored: StoredJob): void {
  job[STATE].notEnqueuedBecause = 'halted';
  client.announceHalted(stored);
}

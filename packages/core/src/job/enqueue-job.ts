import { randomUUID } from 'node:crypto';
import type { EnqueueReceipt, StoredJob } from '../adapters/queue-adapter';
import { enqueueTracing } from '../events/channels';
import { optionsOf } from '../options/job-options';
import type { DeclaringClass } from '../options/declarations';
import { dueAt } from '../options/placement';
import { priorityFor, queueNameFor } from '../options/queue-name';
import { announceEnqueue, callerFor } from './announce-enqueue';
import { enqueueInChains } from './enqueue-in-chains';
import { STATE, type JobState } from './job-state';
import { parseArguments } from './parse-arguments';
import type { Stateful } from './performable';
import { currentRuntime, type Runtime } from './runtime';
import { toStoredJob } from './stored-form';
import { debouncedTo, withUniqueLock } from './unique-lock';

/** Places the job, stores it inside its callbacks and the middleware, and writes on it what came of it. */
export async function enqueueJob<T extends Stateful>(job: T): Promise<T> {
  const runtime = currentRuntime();
  const stored = prepareEnqueue(job, runtime);
  const caller = callerFor(runtime);
  try {
    const checking = checkArguments(job);
    if (checking) await checking;
    const receipt = await store(job, stored, runtime);
    if (receipt) noteReceipt(job, receipt);
    else job[STATE].notEnqueuedBecause = 'halted';
    announceEnqueue(runtime, job, stored, { halted: !receipt, caller });
    return job;
  } catch (error) {
    job[STATE].enqueueError = error as Error;
    announceEnqueue(runtime, job, stored, { error: error as Error, caller });
    throw error;
  }
}

/** Undefined when a callback or a middleware halted. */
function store(
  job: Stateful,
  stored: StoredJob,
  runtime: Runtime,
): Promise<EnqueueReceipt | undefined> {
  if (!enqueueTracing.hasSubscribers) return storeInChains(job, stored, runtime);
  const summary = runtime.summaries.ofJob(job, stored.data.args);
  return enqueueTracing.tracePromise(async () => storeInChains(job, stored, runtime), {
    job: summary,
  });
}

/** Without callbacks and middleware it costs no promise of its own. */
function storeInChains(
  job: Stateful,
  stored: StoredJob,
  { client, clientMiddleware }: Runtime,
): Promise<EnqueueReceipt | undefined> {
  const { enqueueHooks } = optionsOf(job.constructor as DeclaringClass);
  const middleware = clientMiddleware.entries;
  if (enqueueHooks.length === 0 && middleware.length === 0) return client.enqueue(stored);
  return enqueueInChains(job, { hooks: enqueueHooks, middleware }, async () =>
    noteReceipt(job, await client.enqueue(stored)),
  );
}

/** A promise when the schema of the class is asynchronous. @throws InvalidArgumentsError */
export function checkArguments(job: Stateful): Promise<unknown> | undefined {
  const { args } = job[STATE];
  const parsed = args && parseArguments(job, args);
  return parsed instanceof Promise ? parsed : undefined;
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

export function noteReceipt(job: Stateful, receipt: EnqueueReceipt): EnqueueReceipt {
  const { duplicateOf, scheduledAt } = receipt;
  const state = job[STATE];
  state.scheduledAt = scheduledAt ?? state.scheduledAt;
  state.enqueued = duplicateOf === undefined;
  state.duplicateOf = duplicateOf;
  state.notEnqueuedBecause = duplicateOf === undefined ? undefined : 'duplicate';
  return receipt;
}

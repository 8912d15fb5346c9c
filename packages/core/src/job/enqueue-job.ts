import { randomUUID } from 'node:crypto';
import type { EnqueueReceipt } from '../adapters/queue-adapter';
import type { StoredJob } from '../adapters/stored-job';
import { enqueueTracing } from '../events/channels';
import { optionsOf } from '../options/job-options';
import type { DeclaringClass } from '../options/declarations';
import { announceEnqueue, callerFor } from './announce-enqueue';
import { enqueueInChains } from './enqueue-in-chains';
import { hideSecrets } from './hide-secrets';
import { STATE } from './job-state';
import { parseArguments } from './parse-arguments';
import type { Stateful } from './performable';
import { place, placedSince } from './place-job';
import { currentRuntime, type Runtime } from './runtime';
import { openedArguments } from './sealed-data';
import { toStoredJob } from './stored-form';
import { holdFor, mayWait, transactionOf } from './transactions/held-back';
import { withUniqueLock } from './unique-lock';

/** A job on its way into the store. */
interface Enqueue {
  readonly runtime: Runtime;
  readonly stored: StoredJob;
  readonly caller: string | undefined;
}

/**
 * Places the job, stores it inside its callbacks and the middleware, and writes on it what came of it.
 * In an open transaction it is placed and checked at once; the rest happens at the commit.
 *
 * @param held - given at the commit
 */
export async function enqueueJob<T extends Stateful>(job: T, held?: Enqueue): Promise<T> {
  const { runtime, stored, caller } = held ?? begin(job);
  try {
    if (!held) {
      const checking = checkArguments(job);
      if (checking) await checking;
      if (heldBack(job, { runtime, stored, caller })) return job;
    }
    const receipt = await store(job, stored, runtime);
    if (receipt) noteReceipt(job, receipt);
    else noteHalt(job);
    announceEnqueue(runtime, job, stored, { halted: !receipt, caller });
    return job;
  } catch (error) {
    hideSecrets(job, error, runtime);
    noteError(job, error as Error);
    announceEnqueue(runtime, job, stored, { error: error as Error, caller });
    throw error;
  }
}

function begin(job: Stateful): Enqueue {
  const runtime = currentRuntime();
  return { runtime, stored: prepareEnqueue(job, runtime), caller: callerFor(runtime) };
}

/** Whether the enqueue is left to the commit of an open transaction. */
function heldBack(job: Stateful, enqueue: Enqueue): boolean {
  const hold = holdFor(enqueue.runtime);
  if (!hold || !mayWait(job)) return false;
  let held = enqueue;
  const push = () => enqueueJob(job, held);
  if (!hold({ jobs: [job], isBulk: false, push })) return false;
  // The job is what it was at the call, whatever becomes of its arguments meanwhile.
  held = { ...enqueue, stored: structuredClone(enqueue.stored) };
  return true;
}

/** Undefined when a callback or a middleware halted. */
function store(
  job: Stateful,
  stored: StoredJob,
  runtime: Runtime,
): Promise<EnqueueReceipt | undefined> {
  if (!runtime.tracing) return storeOnChannel(job, stored, runtime);
  return runtime.tracing.enqueue([{ job, stored }], ([traced = stored]) =>
    storeOnChannel(job, traced, runtime),
  );
}

function storeOnChannel(
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
  runtime: Runtime,
): Promise<EnqueueReceipt | undefined> {
  const { client, clientMiddleware } = runtime;
  const { enqueueHooks } = optionsOf(job.constructor as DeclaringClass);
  const middleware = clientMiddleware.entries;
  if (enqueueHooks.length === 0 && middleware.length === 0)
    return client.enqueue(stored, transactionOf(job));
  const { set } = job[STATE];
  return enqueueInChains(job, { hooks: enqueueHooks, middleware }, async () => {
    const placed = placedSince(set, { job, stored }, runtime);
    return noteReceipt(job, await client.enqueue(placed, transactionOf(job)));
  });
}

/** A promise when the schema of the class is asynchronous. @throws InvalidArgumentsError */
export function checkArguments(job: Stateful): Promise<unknown> | undefined {
  const { args } = job[STATE];
  const parsed = args && parseArguments(job, args);
  return parsed instanceof Promise ? parsed : undefined;
}

/**
 * Decides queue, priority and time, and gives the stored form. Forgets the enqueue before.
 *
 * @param id - under which it is stored; default its own
 */
export function prepareEnqueue(job: Stateful, runtime: Runtime, id?: string): StoredJob {
  const state = job[STATE];
  if (state.enqueued || state.delivery) renew(job, runtime);
  if (id !== undefined) state.id = id;
  state.enqueued = false;
  state.notEnqueuedBecause = undefined;
  state.duplicateOf = undefined;
  state.enqueueError = undefined;
  place(job, runtime);
  return withUniqueLock(job, toStoredJob(job, runtime), runtime);
}

/** What is in the store stays there under its id: enqueued again, the object stands for a new job. */
function renew(job: Stateful, runtime: Runtime): void {
  const state = job[STATE];
  // What was encrypted for the job before, nobody could decrypt under another id.
  state.data = state.data && {
    ...state.data,
    args: openedArguments(job, state.data.args, runtime),
  };
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

export function noteHalt(job: Stateful): void {
  job[STATE].enqueued = false;
  job[STATE].notEnqueuedBecause = 'halted';
}

export function noteError(job: Stateful, error: Error): void {
  job[STATE].enqueued = false;
  job[STATE].enqueueError = error;
}

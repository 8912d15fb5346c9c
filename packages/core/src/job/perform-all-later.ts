import { EnqueueError } from '../adapters/enqueue-error';
import type { EnqueueReceipt } from '../adapters/queue-adapter';
import type { StoredJob } from '../adapters/stored-job';
import { bulkEnqueueTracing } from '../events/channels';
import type { TransactionClient } from '../options/transaction';
import { asSentence } from '../support/sentence';
import { announceEnqueue, callerFor } from './announce-enqueue';
import { storeInMiddleware } from './enqueue-in-chains';
import { checkJobs, refuseBatch } from './check-jobs';
import { checkArguments, noteError, noteHalt, noteReceipt, prepareEnqueue } from './enqueue-job';
import type { Job } from './job';
import { STATE } from './job-state';
import { placedSince } from './place-job';
import { currentRuntime, type Runtime } from './runtime';
import { holdFor, mayWait, transactionOf } from './transactions/held-back';

interface Prepared {
  readonly job: Job;
  readonly stored: StoredJob;
}

/**
 * Enqueues many built jobs in one round trip per queue, each with its own options. Client middleware
 * runs for each, enqueue callbacks do not. Every job says afterwards what came of it.
 *
 * @throws InvalidOptionsError, InvalidArgumentsError before any is stored
 * @throws EnqueueError when at least one was not stored; `job.enqueueError` tells which
 */
export async function performAllLater<T extends Job>(jobs: readonly T[]): Promise<readonly T[]> {
  checkJobs('performAllLater()', jobs);
  for (const job of jobs) refuseBatch('performAllLater()', job);
  const runtime = currentRuntime();
  const prepared = jobs.map((job) => ({ job, stored: prepareEnqueue(job, runtime) }));
  const parts = { runtime, caller: callerFor(runtime) };
  for (const job of jobs) {
    const checking = checkArguments(job);
    if (checking) await checking;
  }
  const now = notHeldBack(prepared, parts);
  if (now.length > 0 || jobs.length === 0) await push(now, parts);
  return jobs;
}

interface PushParts {
  readonly runtime: Runtime;
  readonly caller: string | undefined;
}

/** Leaves what may wait to the commit of an open transaction. What is to be stored now. */
function notHeldBack(prepared: readonly Prepared[], parts: PushParts): readonly Prepared[] {
  const hold = holdFor(parts.runtime);
  if (!hold) return prepared;
  let patient = prepared.filter(({ job }) => mayWait(job));
  const jobs = patient.map(({ job }) => job);
  const held = jobs.length > 0 && hold({ jobs, isBulk: true, push: () => push(patient, parts) });
  if (!held) return prepared;
  patient = patient.map(({ job, stored }) => ({ job, stored: structuredClone(stored) }));
  return prepared.filter(({ job }) => !mayWait(job));
}

async function push(prepared: readonly Prepared[], { runtime, caller }: PushParts): Promise<void> {
  const jobs = prepared.map(({ job }) => job);
  await storeAll(prepared, runtime);
  announce(jobs, caller, runtime);
  rejectFailures(jobs);
}

async function storeAll(prepared: readonly Prepared[], runtime: Runtime): Promise<void> {
  if (!bulkEnqueueTracing.hasSubscribers) return storeAdmitted(prepared, runtime);
  const jobs = prepared.map(({ job, stored }) => runtime.summaries.ofJob(job, stored.data.args));
  return bulkEnqueueTracing.tracePromise(() => storeAdmitted(prepared, runtime), { jobs });
}

async function storeAdmitted(prepared: readonly Prepared[], runtime: Runtime): Promise<void> {
  // Without a wait where nobody is asked: the arguments are written out as they are at the call.
  const hasMiddleware = runtime.clientMiddleware.entries.length > 0;
  const admitted = hasMiddleware ? await admit(prepared, runtime) : prepared;
  for (const [transaction, group] of byTransaction(admitted)) {
    const put = (stored: readonly StoredJob[]) => runtime.client.enqueueAll(stored, transaction);
    const results = await (runtime.tracing
      ? runtime.tracing.enqueue(group, put)
      : put(group.map(({ stored }) => stored)));
    group.forEach(({ job }, index) => noteResult(job, results[index] ?? {}));
  }
}

/** Most often one group without any. */
function byTransaction(prepared: readonly Prepared[]) {
  const groups = new Map<TransactionClient | undefined, Prepared[]>();
  for (const each of prepared) {
    const transaction = transactionOf(each.job);
    const group = groups.get(transaction);
    if (group) group.push(each);
    else groups.set(transaction, [each]);
  }
  return groups;
}

function noteResult(job: Job, result: EnqueueReceipt | Error): void {
  if (result instanceof Error) noteError(job, result);
  else noteReceipt(job, result);
}

/** Those that every middleware lets through. */
async function admit(
  prepared: readonly Prepared[],
  runtime: Runtime,
): Promise<readonly Prepared[]> {
  const middleware = runtime.clientMiddleware.entries;
  const admitted: Prepared[] = [];
  for (const each of prepared) {
    const { job, stored } = each;
    const { set } = job[STATE];
    try {
      const passed = await storeInMiddleware(job, middleware, async () => ({}));
      if (passed) admitted.push({ job, stored: placedSince(set, each, runtime) });
      else announceHalt(job, stored, runtime);
    } catch (error) {
      noteError(job, error as Error);
    }
  }
  return admitted;
}

function announceHalt(job: Job, stored: StoredJob, runtime: Runtime): void {
  noteHalt(job);
  announceEnqueue(runtime, job, stored, { halted: true });
}

function announce(
  jobs: readonly Job[],
  caller: string | undefined,
  { events, summaries }: Runtime,
): void {
  if (!events.has('bulkEnqueued')) return;
  events.emit('bulkEnqueued', {
    jobs: jobs.filter(({ enqueued }) => enqueued).map((job) => summaries.ofJob(job)),
    errors: jobs.flatMap(({ enqueueError }) => enqueueError ?? []),
    duplicates: jobs.flatMap((job) => {
      const { duplicateOf } = job;
      return duplicateOf === undefined ? [] : { job: summaries.ofJob(job), duplicateOf };
    }),
    ...(caller !== undefined && { caller }),
  });
}

function rejectFailures(jobs: readonly Job[]): void {
  const failed = jobs.filter(({ enqueueError }) => enqueueError);
  if (failed.length === 0) return;
  const [{ enqueueError: cause } = {}] = failed;
  throw new EnqueueError(
    `${failed.length} of ${jobs.length} jobs were not stored. The first: ${asSentence(cause?.message ?? '')} ` +
      `Each of them has an 'enqueueError'; enqueueing it again is safe.`,
    { cause },
  );
}

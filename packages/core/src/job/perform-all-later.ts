import { EnqueueError } from '../adapters/enqueue-error';
import type { EnqueueReceipt, StoredJob } from '../adapters/queue-adapter';
import { bulkEnqueueTracing } from '../events/channels';
import { announceEnqueue, callerFor } from './announce-enqueue';
import { storeInMiddleware } from './enqueue-in-chains';
import { checkArguments, noteReceipt, prepareEnqueue } from './enqueue-job';
import type { Job } from './job';
import { STATE } from './job-state';
import { currentRuntime, type Runtime } from './runtime';

interface Prepared {
  readonly job: Job;
  readonly stored: StoredJob;
}

/**
 * Enqueues many built jobs in one round trip per queue, each with its own options. Client middleware
 * runs for each, enqueue callbacks do not. Every job says afterwards what came of it.
 *
 * @throws InvalidArgumentsError before any is stored
 * @throws EnqueueError when at least one was not stored; `job.enqueueError` tells which
 */
export async function performAllLater<T extends Job>(jobs: readonly T[]): Promise<readonly T[]> {
  const runtime = currentRuntime();
  const prepared = jobs.map((job) => ({ job, stored: prepareEnqueue(job, runtime) }));
  const caller = callerFor(runtime);
  for (const job of jobs) {
    const checking = checkArguments(job);
    if (checking) await checking;
  }
  await storeAll(prepared, runtime);
  announce(jobs, caller, runtime);
  rejectFailures(jobs);
  return jobs;
}

async function storeAll(prepared: readonly Prepared[], runtime: Runtime): Promise<void> {
  if (!bulkEnqueueTracing.hasSubscribers) return storeAdmitted(prepared, runtime);
  const jobs = prepared.map(({ job, stored }) => runtime.summaries.ofJob(job, stored.data.args));
  return bulkEnqueueTracing.tracePromise(() => storeAdmitted(prepared, runtime), { jobs });
}

async function storeAdmitted(prepared: readonly Prepared[], runtime: Runtime): Promise<void> {
  const admitted = await admit(prepared, runtime);
  const results = await runtime.client.enqueueAll(admitted.map(({ stored }) => stored));
  admitted.forEach(({ job }, index) => noteResult(job, results[index] ?? {}));
}

function noteResult(job: Job, result: EnqueueReceipt | Error): void {
  if (result instanceof Error) job[STATE].enqueueError = result;
  else noteReceipt(job, result);
}

/** Those that every middleware lets through. */
async function admit(
  prepared: readonly Prepared[],
  runtime: Runtime,
): Promise<readonly Prepared[]> {
  const middleware = runtime.clientMiddleware.entries;
  if (middleware.length === 0) return prepared;
  const admitted: Prepared[] = [];
  for (const each of prepared) {
    const { job, stored } = each;
    try {
      const passed = await storeInMiddleware(job, middleware, async () => ({}));
      if (passed) admitted.push(each);
      else noteHalt(job, stored, runtime);
    } catch (error) {
      job[STATE].enqueueError = error as Error;
    }
  }
  return admitted;
}

function noteHalt(job: Job, stored: StoredJob, runtime: Runtime): void {
  job[STATE].notEnqueuedBecause = 'halted';
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
  throw new EnqueueError(
    `${failed.length} of ${jobs.length} jobs were not stored: ${failed[0]?.enqueueError?.message}. ` +
      `Each of them has an 'enqueueError'; enqueueing it again is safe.`,
    { cause: failed[0]?.enqueueError },
  );
}

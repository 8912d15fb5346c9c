import type { StoredJob } from '../../adapters/stored-job';
import { bulkEnqueueTracing } from '../../events/channels';
import { announceEnqueue, callerFor } from '../announce-enqueue';
import { checkArguments, noteError, noteHalt, noteReceipt } from '../enqueue-job';
import { hideSecrets } from '../hide-secrets';
import type { Job } from '../job';
import { currentRuntime, type Runtime } from '../runtime';
import { holdFor, mayWait, transactionOf } from '../transactions/held-back';
import { allOf, assembled, mapStored, toBranch, type Branch } from './branch';
import { Gathering } from './gathering';
import type { Plan } from './plan';

interface Parts {
  readonly runtime: Runtime;
  readonly caller: string | undefined;
}

/**
 * Places a job and all that it waits for, stores them in one step inside their callbacks and the
 * middleware, and writes on each what came of it. In an open transaction: at its commit.
 */
export async function enqueueBatch(plan: Plan): Promise<void> {
  const runtime = currentRuntime();
  const parts = { runtime, caller: callerFor(runtime) };
  const branch = toBranch(plan, runtime);
  for (const { job } of allOf(branch)) {
    const checking = checkArguments(job);
    if (checking) await checking;
  }
  if (!heldBack(branch, parts)) await push(branch, parts);
}

/** Whether the enqueue is left to the commit of an open transaction. */
function heldBack(branch: Branch, parts: Parts): boolean {
  const hold = holdFor(parts.runtime);
  if (!hold || !mayWait(branch.job)) return false;
  const jobs = jobsOf(branch);
  let held = branch;
  if (!hold({ jobs, isBulk: true, push: () => push(held, parts) })) return false;
  // The jobs are what they were at the call, whatever becomes of their arguments meanwhile.
  held = mapStored(branch, structuredClone);
  return true;
}

async function push(branch: Branch, parts: Parts): Promise<void> {
  try {
    const admitted = await store(branch, parts.runtime);
    announce(branch, admitted, parts);
  } catch (error) {
    for (const job of jobsOf(branch)) {
      hideSecrets(job, error, parts.runtime);
      noteError(job, error as Error);
    }
    announceEnqueue(parts.runtime, branch.job, branch.stored, { ...parts, error: error as Error });
    throw error;
  }
}

/** What was stored; undefined when the job that waits was halted. */
async function store(branch: Branch, runtime: Runtime): Promise<Branch | undefined> {
  const gathering = new Gathering(runtime);
  try {
    // Without a wait where nobody is asked: the arguments are written out as they are at the call.
    const admitted = gathering.isNeeded(branch) ? await gathering.admit(branch) : branch;
    if (admitted) await storeOnChannel(admitted, runtime);
    if (admitted) for (const job of jobsOf(admitted)) noteReceipt(job, {});
    await gathering.end();
    return admitted;
  } catch (error) {
    await gathering.end(error as Error).catch(() => {});
    throw error;
  }
}

function storeOnChannel(branch: Branch, runtime: Runtime): Promise<unknown> {
  if (!bulkEnqueueTracing.hasSubscribers) return storeTraced(branch, runtime);
  const jobs = allOf(branch).map(({ job, stored }) =>
    runtime.summaries.ofJob(job, stored.data.args),
  );
  return bulkEnqueueTracing.tracePromise(() => storeTraced(branch, runtime), { jobs });
}

function storeTraced(branch: Branch, { tracing, client }: Runtime): Promise<unknown> {
  const transaction = transactionOf(branch.job);
  if (!tracing) return client.enqueue(assembled(branch), transaction);
  return tracing.enqueue(allOf(branch), (traced) => {
    const next = traced.values();
    const following = (stored: StoredJob) => next.next().value ?? stored;
    return client.enqueue(assembled(mapStored(branch, following)), transaction);
  });
}

/** Those it waits for are told of together, as of a bulk. */
function announce(branch: Branch, admitted: Branch | undefined, { runtime, caller }: Parts): void {
  const stored = admitted ? allOf(admitted) : [];
  const passed = new Set(stored.map(({ job }) => job));
  const halted = allOf(branch).filter(({ job }) => !passed.has(job));
  for (const each of halted) {
    noteHalt(each.job);
    announceEnqueue(runtime, each.job, each.stored, { halted: true, caller });
  }
  const [first, ...rest] = stored;
  if (!first) return;
  if (rest.length > 0 && runtime.events.has('bulkEnqueued'))
    runtime.events.emit('bulkEnqueued', {
      jobs: rest.map(({ job }) => runtime.summaries.ofJob(job)),
      errors: [],
      duplicates: [],
      ...(caller !== undefined && { caller }),
    });
  announceEnqueue(runtime, first.job, first.stored, { caller });
}

function jobsOf(branch: Branch): readonly Job[] {
  return allOf(branch).map(({ job }) => job);
}

import type { Retried } from '../adapters/outcome';
import type { StoredJob } from '../adapters/stored-job';
import type { Client } from '../client/client';
import { announceEnqueue } from '../job/announce-enqueue';
import { refuseBatch } from '../job/check-jobs';
import { noteError } from '../job/enqueue-job';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import type { Runtime } from '../job/runtime';
import { toStoredJob } from '../job/stored-form';
import { holdFor, mayWait, transactionOf } from '../job/transactions/held-back';
import type { Executor } from './executor';

/**
 * Runs a job here and now. Resolves to perform's value, to undefined when a rule took the error or
 * a callback halted; a retry, or the run after a snooze, is enqueued, not waited for.
 *
 * @throws whatever no rule took
 */
export async function performInline(
  job: Job,
  parts: Runtime & { executor: Executor; client: Client },
): Promise<unknown> {
  refuseBatch('performNow()', job);
  const outcome = await parts.executor.run(job);
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind === 'retried') await enqueueAgain(job, outcome, parts);
  if (outcome.kind === 'snoozed' || outcome.kind === 'interrupted') {
    job[STATE].executions -= 1;
    await enqueueAgain(job, outcome, parts);
  }
  return outcome.kind === 'completed' ? outcome.value : undefined;
}

async function enqueueAgain(
  job: Job,
  { delay = 0, data, queue, priority }: Partial<Omit<Retried, 'kind'>>,
  runtime: Runtime,
): Promise<void> {
  const state = job[STATE];
  const now = runtime.clock.now();
  state.queue = queue ?? job.queueName;
  state.priority = priority ?? job.priority;
  state.enqueuedAt = now;
  state.scheduledAt = now + delay;
  const stored = { ...toStoredJob(job, runtime), ...(data && { data }) };
  const push = () => store(job, stored, runtime);
  const hold = mayWait(job) ? holdFor(runtime) : undefined;
  if (!hold?.({ jobs: [job], isBulk: false, push })) await push();
}

/** In an open transaction: at its commit. */
async function store(job: Job, stored: StoredJob, runtime: Runtime): Promise<void> {
  try {
    await runtime.client.enqueue(stored, transactionOf(job));
  } catch (error) {
    noteError(job, error as Error);
    throw error;
  }
  job[STATE].enqueued = true;
  announceEnqueue(runtime, job, stored, {});
}

import {
  DURATION_FORMS,
  InvalidOptionsError,
  jobStatus,
  parseDuration,
  type Duration,
  type Job,
  type JobClass,
  type JobStatus,
} from '@drover/core';
import { ExpectationError } from '../expectations/expectation-error';
import { jobsOfClass } from './jobs-of-class';

/** How long `waitForJob` waits, and where it looks. */
export interface WaitForJobOptions {
  /** How long it is waited for. Default 5 s. */
  readonly timeout?: Duration;
  /** The queue of the job, where only its id is given: others are not asked then. */
  readonly queue?: string;
}

const OVER = new Set<JobStatus['state']>(['completed', 'failed', 'discarded', 'cancelled']);
/** Milliseconds between two looks. */
const INTERVAL = 20;

/**
 * Waits, on a real store, until a job is in a state, and resolves to its status. A job that comes to
 * another end rejects at once. Of a class, any job that the store has will do, the newest first: what
 * another job has enqueued is waited for so. It is looked for among the newest 100 jobs of each queue
 * and state, so in a store that holds more, wait for the job or its id.
 *
 * @throws ExpectationError when it takes too long, or ends otherwise
 * @throws InvalidOptionsError
 */
export async function waitForJob(
  job: Job | string | JobClass,
  state: JobStatus['state'] = 'completed',
  { timeout = '5 seconds', queue }: WaitForJobOptions = {},
): Promise<JobStatus> {
  const patience = parseDuration(timeout);
  if (patience === undefined)
    throw new InvalidOptionsError('waitForJob() timeout', DURATION_FORMS, timeout);
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await look(job, queue);
    const status = found.find((each) => each.state === state);
    if (status) return status;
    const [last = NOWHERE] = found;
    const isOver = typeof job !== 'function' && OVER.has(last.state);
    if (isOver || performance.now() >= deadline) throw failure(job, last, { state, patience });
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

const NOWHERE: JobStatus = { state: 'unknown', id: '' };

async function look(
  job: Job | string | JobClass,
  queue: string | undefined,
): Promise<readonly JobStatus[]> {
  if (typeof job === 'function') return jobsOfClass(job, queue);
  if (typeof job !== 'string') return [await job.status()];
  return [await jobStatus(job, queue === undefined ? {} : { queue })];
}

function failure(
  job: Job | string | JobClass,
  status: JobStatus,
  { state, patience }: { readonly state: string; readonly patience: number },
): ExpectationError {
  const because = 'error' in status && status.error ? `: ${status.error.message}` : '';
  const time = OVER.has(status.state) ? '' : ` after ${patience} ms`;
  if (typeof job === 'function' && status === NOWHERE)
    return new ExpectationError(
      `waitForJob(): expected a ${job.name} to be ${state}, but the store has none${time}.`,
    );
  const name = 'name' in status ? `${status.name} ${status.id}` : status.id;
  return new ExpectationError(
    `waitForJob(): expected ${name} to be ${state}, but it is ${status.state}${time}${because}.`,
  );
}

import {
  DURATION_FORMS,
  InvalidOptionsError,
  jobStatus,
  parseDuration,
  type Duration,
  type Job,
  type JobStatus,
} from '@drover/core';
import { ExpectationError } from '../expectations/expectation-error';

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
 * another end rejects at once.
 *
 * @throws ExpectationError when it takes too long, or ends otherwise
 * @throws InvalidOptionsError
 */
export async function waitForJob(
  job: Job | string,
  state: JobStatus['state'] = 'completed',
  { timeout = '5 seconds', queue }: WaitForJobOptions = {},
): Promise<JobStatus> {
  const patience = parseDuration(timeout);
  if (patience === undefined)
    throw new InvalidOptionsError('waitForJob() timeout', DURATION_FORMS, timeout);
  const look = () =>
    typeof job === 'string' ? jobStatus(job, queue === undefined ? {} : { queue }) : job.status();
  const deadline = performance.now() + patience;
  for (;;) {
    const status = await look();
    if (status.state === state) return status;
    if (OVER.has(status.state) || performance.now() >= deadline)
      throw failure(status, { state, patience });
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

function failure(
  status: JobStatus,
  { state, patience }: { readonly state: string; readonly patience: number },
): ExpectationError {
  const name = 'name' in status ? `${status.name} ${status.id}` : status.id;
  const because = 'error' in status && status.error ? `: ${status.error.message}` : '';
  const time = OVER.has(status.state) ? '' : ` after ${patience} ms`;
  return new ExpectationError(
    `waitForJob(): expected ${name} to be ${state}, but it is ${status.state}${time}${because}.`,
  );
}

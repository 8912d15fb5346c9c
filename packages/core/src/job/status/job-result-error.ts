import { DroverError } from '../../support/drover-error';
import type { JobStatus } from './job-status';

/** Why there is no result. */
export type JobResultErrorCode =
  | 'DROVER_RESULT_FAILED'
  | 'DROVER_RESULT_DISCARDED'
  | 'DROVER_RESULT_CANCELLED'
  | 'DROVER_RESULT_GONE'
  | 'DROVER_RESULT_TIMEOUT';

/** A job that was waited for has no result. The code tells why, and `status` where it stands. */
export class JobResultError extends DroverError {
  constructor(
    readonly code: JobResultErrorCode,
    message: string,
    readonly status: JobStatus,
  ) {
    super(message);
  }
}

/** Why a job that is over has no result. */
export function noResult(
  status: JobStatus & { state: 'failed' | 'discarded' | 'cancelled' | 'unknown' },
) {
  switch (status.state) {
    case 'failed':
      return refused('FAILED', `${named(status)} failed: ${status.error.message}`, status);
    case 'discarded':
      return refused('DISCARDED', `${named(status)} was discarded${because(status.error)}`, status);
    case 'cancelled':
      return refused('CANCELLED', `${named(status)} was cancelled.`, status);
    case 'unknown':
      return refused('GONE', `${GONE} Its id is ${status.id}.`, status);
  }
}

export function tooLate(status: JobStatus, timeout: number): JobResultError {
  const where = `Expected the job ${status.id} to be over within ${timeout} ms; it is ${status.state}.`;
  return refused('TIMEOUT', `${where} It goes on: ask again, or wait longer.`, status);
}

const GONE =
  'The store has no such job: it was never enqueued, was removed or cancelled while it waited, ' +
  'or has been over for longer than finished jobs are kept.';

type Ending = JobResultErrorCode extends `DROVER_RESULT_${infer Word}` ? Word : never;

function refused(ending: Ending, message: string, status: JobStatus): JobResultError {
  return new JobResultError(`DROVER_RESULT_${ending}`, message, status);
}

function named({ name, id }: { name: string; id: string }): string {
  return `${name} (Job ID: ${id})`;
}

function because(error: { message: string } | undefined): string {
  return error ? `: ${error.message}` : ': a callback halted it.';
}

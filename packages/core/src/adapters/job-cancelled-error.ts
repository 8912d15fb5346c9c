import { DroverError } from '../support/drover-error';

/** The run of a job ends because somebody cancelled it. The reason of its signal. */
export class JobCancelledError extends DroverError {
  readonly code = 'DROVER_JOB_CANCELLED';

  constructor(id: string) {
    super(`The job ${id} was cancelled. Its run is not listened to any more; no rule is asked.`);
  }
}

import { DroverError } from '../support/drover-error';

/** A run took longer than its class allows. */
export class JobTimeoutError extends DroverError {
  readonly code = 'DROVER_JOB_TIMEOUT';

  constructor(name: string, milliseconds: number) {
    super(
      `${name} ran longer than its @Timeout of ${milliseconds} ms. Pass this.signal to what it waits ` +
        `for, so that the work ends with the run; raise the limit, or split the job.`,
    );
  }
}

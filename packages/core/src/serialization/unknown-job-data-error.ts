import { DroverError } from '../support/drover-error';

/** A stored payload is none that this build can read. */
export class UnknownJobDataError extends DroverError {
  readonly code = 'DROVER_UNKNOWN_JOB_DATA';
}

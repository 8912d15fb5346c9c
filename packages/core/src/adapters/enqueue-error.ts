import { DroverError } from '../support/drover-error';

/** The store did not take the job. `cause` says why. */
export class EnqueueError extends DroverError {
  readonly code = 'DROVER_ENQUEUE_FAILED';
}

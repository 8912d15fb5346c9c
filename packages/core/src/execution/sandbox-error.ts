import { DroverError } from '../support/drover-error';

/** The thread of a sandboxed job could not be had, or ended before the job did. */
export class SandboxError extends DroverError {
  readonly code = 'DROVER_SANDBOX';
}

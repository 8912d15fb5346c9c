import { DroverError } from '@drover/core';

/** The jobs are not as a test expected them. */
export class ExpectationError extends DroverError {
  readonly code = 'DROVER_EXPECTATION';
}

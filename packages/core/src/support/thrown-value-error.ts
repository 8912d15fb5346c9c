import { describeValue } from './describe-value';
import { DroverError } from './drover-error';

/** A job threw something that is not an Error. */
export class ThrownValueError extends DroverError {
  readonly code = 'DROVER_THROWN_VALUE';

  constructor(readonly value: unknown) {
    super(`Expected an Error to be thrown, got ${describeValue(value)}. Throw an Error instead.`);
  }
}

/** Errors of another realm (a Jest sandbox, a vm) count as errors. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return looksLikeError(thrown) ? thrown : new ThrownValueError(thrown);
}

function looksLikeError(value: unknown): value is Error {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Error).message === 'string' &&
    typeof (value as Error).name === 'string' &&
    typeof (value as Error).stack === 'string'
  );
}

import { DroverError } from '../support/drover-error';

/** A stored argument could not be turned into its value. `cause` says why. */
export class DeserializationError extends DroverError {
  readonly code: 'DROVER_DESERIALIZATION' | 'DROVER_DECRYPTION' | 'DROVER_RECORD_NOT_FOUND' =
    'DROVER_DESERIALIZATION';
}

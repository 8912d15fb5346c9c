import { DeserializationError } from '../deserialization-error';

/** A value cannot be decrypted: its key is not here, or somebody changed or moved it. */
export class DecryptionError extends DeserializationError {
  override readonly code = 'DROVER_DECRYPTION';
}

import { DeserializationError } from './deserialization-error';

/** The record behind a reference is gone. Raised apart, so that a job can discard on exactly that. */
export class RecordNotFoundError extends DeserializationError {
  override readonly code = 'DROVER_RECORD_NOT_FOUND';
}

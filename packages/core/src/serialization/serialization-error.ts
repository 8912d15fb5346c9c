import { DroverError } from '../support/drover-error';

/** A value cannot travel. The message names its place, such as `args[2].list[0]`. */
export class SerializationError extends DroverError {
  readonly code = 'DROVER_SERIALIZATION';
}

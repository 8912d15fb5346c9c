import { DroverError } from '../support/drover-error';

/** The arguments, with what else travels with the job, are larger than the limit. */
export class PayloadTooLargeError extends DroverError {
  readonly code = 'DROVER_PAYLOAD_TOO_LARGE';

  constructor(name: string, bytes: number, limit: number) {
    super(
      `${name}: expected arguments, attributes and contexts of at most ${limit} bytes, got ${bytes}. ` +
        `Pass an id and load the data in perform, or raise 'payload.limit' in configure().`,
    );
  }
}

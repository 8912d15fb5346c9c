import { DroverError } from '../support/drover-error';

export type StoreErrorCode =
  | 'DROVER_STORE_UNREACHABLE'
  | 'DROVER_STORE_AUTH'
  | 'DROVER_STORE_VERSION'
  | 'DROVER_STORE_EVICTION'
  | 'DROVER_STORE_NOT_CONFIGURED'
  | 'DROVER_STORE_URL';

/** The store is away, or unfit to keep jobs. The code tells which. */
export class StoreError extends DroverError {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

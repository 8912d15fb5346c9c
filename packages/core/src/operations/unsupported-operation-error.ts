import { DroverError } from '../support/drover-error';

/** The adapter cannot do what was asked. */
export class UnsupportedOperationError extends DroverError {
  readonly code = 'DROVER_UNSUPPORTED';

  constructor(adapter: string) {
    super(
      `Expected an adapter that lets its queues be looked into, got '${adapter}'. ` +
        'Configure a store, or give the adapter an inspect() of its own.',
    );
  }
}

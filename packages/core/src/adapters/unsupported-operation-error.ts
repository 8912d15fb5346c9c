import { DroverError } from '../support/drover-error';

/** The adapter cannot do what was asked. */
export class UnsupportedOperationError extends DroverError {
  readonly code = 'DROVER_UNSUPPORTED';

  /**
   * @param what - what is expected of the adapter: 'lets its queues be looked into'
   * @param method - the optional method that does it
   */
  constructor(adapter: string, what: string, method: string) {
    super(
      `Expected an adapter that ${what}, got '${adapter}'. ` +
        `Configure a store, or give the adapter a ${method}() of its own.`,
    );
  }
}

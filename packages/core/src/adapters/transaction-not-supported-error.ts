import { DroverError } from '../support/drover-error';

/** The store cannot take a job inside this transaction of the application. */
export class TransactionNotSupportedError extends DroverError {
  readonly code = 'DROVER_TRANSACTION_UNSUPPORTED';

  /** @param found - where the jobs are, or what the database of the transaction says */
  constructor(found: string, options?: { cause?: unknown }) {
    super(
      `Expected the transaction to be in the database that keeps the jobs (postgres://): ${found}. Wrap the ` +
        'transaction in enqueueAfterCommit() instead: what is enqueued inside is stored once it is committed, ' +
        'and dropped when it is rolled back.',
      options,
    );
  }
}

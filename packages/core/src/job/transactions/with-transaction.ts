import { checkTransaction, type TransactionClient } from '../../options/transaction';
import { inEnqueueScope } from './enqueue-scope';

/**
 * Makes every enqueue inside `fn` part of the transaction that is open on `client`: seen by nobody
 * before it is committed, and gone when it is rolled back. For jobs that are kept in the same database
 * (`postgres://`); `set({ transaction: client })` does so for one enqueue.
 *
 * @throws TransactionNotSupportedError at the first enqueue, when jobs are kept elsewhere
 */
export async function withTransaction<T>(
  client: TransactionClient,
  fn: () => T | Promise<T>,
): Promise<T> {
  checkTransaction('withTransaction()', client);
  return inEnqueueScope({ kind: 'transaction', client, open: true }, fn);
}

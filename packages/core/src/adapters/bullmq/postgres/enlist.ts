import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { TransactionClient } from '../../../options/transaction';
import { TransactionNotSupportedError } from '../../transaction-not-supported-error';
import { describeCause } from '../error-feed';

/** BullMQ's functions that store jobs. They find their tables by themselves. */
const ADD = /\b(add_job|add_jobs_bulk)\(/;

const UNDEFINED_FUNCTION = '42883';
const UNDEFINED_SCHEMA = '3F000';

const transactions = new AsyncLocalStorage<TransactionClient>();

/** Runs `add` so that the jobs it stores are part of the transaction. */
export function enlisted<T>(transaction: TransactionClient, add: () => Promise<T>): Promise<T> {
  return transactions.run(transaction, add);
}

/**
 * Sends what stores a job inside `enlisted` to the client of the transaction, by the full name of the
 * function, so that the search path of the application is left alone. Everything else goes to the pool.
 */
export function letEnlist(pool: Pool, schema: string): void {
  const query = pool.query.bind(pool) as (text: unknown, values?: unknown) => Promise<unknown>;
  const send = (text: unknown, values?: unknown[]): Promise<unknown> => {
    const transaction = transactions.getStore();
    if (!transaction || typeof text !== 'string' || !ADD.test(text)) return query(text, values);
    return transaction.query(text.replace(ADD, `"${schema}".$1(`), values ?? []).catch(explain);
  };
  Object.assign(pool, { query: send });
}

function explain(error: unknown): never {
  const { code } = error as { code?: unknown };
  if (code !== UNDEFINED_FUNCTION && code !== UNDEFINED_SCHEMA) throw error;
  throw new TransactionNotSupportedError(`it says that ${describeCause(error)}`, { cause: error });
}

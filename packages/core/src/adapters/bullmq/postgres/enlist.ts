import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool } from 'pg';
import type { TransactionClient } from '../../../options/transaction';
import { TransactionNotSupportedError } from '../../transaction-not-supported-error';
import { describeCause } from '../error-feed';
import { databaseErrorIn } from './database-error';

/** BullMQ's functions that store jobs. They find their tables by themselves. */
const ADD = /\b(add_job|add_jobs_bulk|add_flow)\(/;

/** They name the placeholders once more: a client may have to put its own in their place. */
const COMMENTS = /^--.*\n/gm;

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
    const statement = text.replace(COMMENTS, '').replace(ADD, `"${schema}".$1(`);
    return inTurn(transaction, () => transaction.query(statement, values ?? []).catch(explain));
  };
  Object.assign(pool, { query: send });
}

const lastOf = new WeakMap<TransactionClient, Promise<unknown>>();

/** A connection takes one statement at a time, and `pg` will not queue them any more. */
function inTurn(client: TransactionClient, send: () => Promise<unknown>): Promise<unknown> {
  const last = lastOf.get(client) ?? Promise.resolve();
  const turn = last.then(send, send);
  lastOf.set(client, turn);
  return turn;
}

function explain(thrown: unknown): never {
  const { code, error } = databaseErrorIn(thrown);
  if (code !== UNDEFINED_FUNCTION && code !== UNDEFINED_SCHEMA) throw error;
  throw new TransactionNotSupportedError(`it says that ${describeCause(error)}`, { cause: error });
}

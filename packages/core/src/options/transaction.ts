import { InvalidOptionsError } from './invalid-options-error';

/**
 * A connection with an open transaction: a client of `pg`, or whatever has a `query` that takes
 * PostgreSQL's text and values and resolves to the rows. The text has `$1`, `$2` and so on for the
 * values, each once and in their order, and no `?`.
 */
export interface TransactionClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** @throws InvalidOptionsError */
export function checkTransaction(where: string, client: unknown): TransactionClient {
  const fits =
    typeof client === 'object' &&
    client !== null &&
    typeof (client as Partial<TransactionClient>).query === 'function';
  if (fits) return client as TransactionClient;
  throw new InvalidOptionsError(
    where,
    "the client of an open transaction: pg's, or { query(text, values) } that resolves to { rows }",
    client,
  );
}

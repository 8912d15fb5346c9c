import type { messages } from '@electric-sql/pglite';

const FIELDS = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'routine',
] as const;

/**
 * PostgreSQL refused a statement. It looks like the error `pg` raises, not like one of Drover's:
 * BullMQ reads the SQLSTATE from `code` and its own error number from `detail`.
 */
export class QueryError extends Error {
  readonly code?: string;
  readonly detail?: string;

  constructor(refusal: messages.DatabaseError) {
    super(refusal.message);
    this.name = 'QueryError';
    for (const field of FIELDS) {
      if (refusal[field] !== undefined) Object.assign(this, { [field]: refusal[field] });
    }
  }
}

/**
 * What PGlite throws comes from one minified line of 18 kB, and Node prints that line when the
 * error is not caught. An error made here keeps what it says and leaves the line behind.
 */
export function rewrap(thrown: unknown): Error {
  // Not by instanceof: PGlite may live in another realm (outside Jest's sandbox).
  const message = (thrown as Error | undefined)?.message;
  return new Error(typeof message === 'string' ? message : String(thrown));
}

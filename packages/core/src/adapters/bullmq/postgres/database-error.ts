interface Wrapper {
  readonly cause?: unknown;
  readonly original?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

/** What PostgreSQL said, and the innermost error that says it. */
export interface DatabaseError {
  readonly code: unknown;
  readonly error: unknown;
}

/**
 * Libraries wrap it, some in a text with every argument of the job. Most keep it as the `cause`, Sequelize
 * as the `original`, Prisma below `meta`, where its code is in no error.
 */
export function databaseErrorIn(thrown: unknown): DatabaseError {
  const { code, cause, original, meta } = Object(thrown) as Wrapper & { code?: unknown };
  const inner = cause ?? original ?? meta?.driverAdapterError;
  if (inner === undefined) return { code, error: thrown };
  const found = databaseErrorIn(inner);
  return found.error instanceof Error ? found : { ...found, error: thrown };
}

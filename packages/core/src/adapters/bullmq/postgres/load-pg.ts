import { MissingDependencyError } from '../../../support/missing-dependency-error';

type Pg = typeof import('pg');

/** pg is an optional peer: loaded when a PostgreSQL is opened, never before. */
export function loadPg(): Pg {
  try {
    return require('pg') as Pg;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError('pg', 'A PostgreSQL store', error);
  }
}

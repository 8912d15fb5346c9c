import { loadPeer } from '../../../support/load-peer';

type Pg = typeof import('pg');

/** pg is an optional peer: loaded when a PostgreSQL is opened, never before. */
export function loadPg(): Pg {
  return loadPeer<Pg>('pg', 'A PostgreSQL store', () => require('pg'));
}

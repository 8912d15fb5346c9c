import { PostgresConnection, type PgPool } from 'bullmq';

/**
 * A connection over a pool that BullMQ does not own. Ending the pool then rejects a late query;
 * over a pool of its own BullMQ would leave it without an answer for ever. BullMQ believes that the
 * tables behind a given pool lie in its default schema, which is wrong here.
 */
export function givenPool(pool: PgPool, schema: string): PostgresConnection {
  return Object.assign(new PostgresConnection(pool), { schema });
}

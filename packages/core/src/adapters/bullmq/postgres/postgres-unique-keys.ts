import type { PgPool } from 'bullmq';
import type { HeldKey, UniqueKeys } from '../unique/unique-keys';

/** A key that has a time of its own outlives its job. The outer look sees what was there before. */
const FREE_IF_OVER = `
  WITH freed AS (
    DELETE FROM dedup
     WHERE queue = $1 AND dedup_id = $2 AND job_id = $3 AND expire_at_ms IS NULL
       AND NOT EXISTS (
         SELECT FROM job
          WHERE queue = $1 AND id = $3
            AND state NOT IN ('completed', 'failed')
            AND coalesce((opts->'deduplication'->>'expiresAt')::numeric > $4, true)
            AND NOT (state = 'active' AND coalesce(opts->'deduplication'->>'until', '') = 'executing'))
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM freed) OR NOT EXISTS (
    SELECT FROM dedup
     WHERE queue = $1 AND dedup_id = $2 AND job_id = $3
       AND (expire_at_ms IS NULL OR expire_at_ms > $4)) AS over`;

const TAKE = `
  INSERT INTO dedup AS held (queue, dedup_id, job_id) VALUES ($1, $2, $3)
  ON CONFLICT (queue, dedup_id) DO UPDATE
    SET job_id = CASE WHEN held.expire_at_ms <= $4 THEN excluded.job_id ELSE held.job_id END,
        expire_at_ms = CASE WHEN held.expire_at_ms <= $4 THEN NULL ELSE held.expire_at_ms END
  RETURNING job_id`;

/** BullMQ's deduplication keys on PostgreSQL: a row per lock. */
export class PostgresUniqueKeys implements UniqueKeys {
  readonly #pool: () => Pick<PgPool, 'query'>;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  async freeIfOver({ queue, key, owner }: HeldKey, now: number): Promise<boolean> {
    const { rows } = await this.#pool().query(FREE_IF_OVER, [queue, key, owner, now]);
    return (rows as { over: boolean }[])[0]?.over === true;
  }

  async take({ queue, key, owner }: HeldKey, now: number): Promise<string> {
    const { rows } = await this.#pool().query(TAKE, [queue, key, owner, now]);
    return String((rows as { job_id: string }[])[0]?.job_id);
  }
}

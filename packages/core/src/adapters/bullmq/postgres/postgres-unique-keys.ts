import type { PgPool } from 'bullmq';
import {
  GRACE,
  type HeldKey,
  type ListedKey,
  type LockTerms,
  type Postponement,
  type UniqueKeys,
} from '../unique/unique-keys';

/** Whether the owner of a key is past its time with it. The clock is $NOW. */
const IS_OVER = (now: string) => `
         NOT EXISTS (
         SELECT FROM job
          WHERE job.queue = dedup.queue AND job.id = dedup.job_id
            AND state NOT IN ('completed', 'failed')
            AND coalesce((opts->'deduplication'->>'expiresAt')::numeric > ${now}, true)
            AND NOT (state = 'active' AND coalesce(opts->'deduplication'->>'until', '') = 'executing'))`;

/** A key that has a time of its own outlives its job. The outer look sees what was there before. */
const LOOK = `
  WITH freed AS (
    DELETE FROM dedup
     WHERE queue = $1 AND dedup_id = $2 AND job_id = $3 AND expire_at_ms IS NULL
       AND ${IS_OVER('$4')}
    RETURNING 1
  )
  SELECT job.opts->'deduplication' AS terms
    FROM dedup LEFT JOIN job ON job.queue = $1 AND job.id = $3
   WHERE dedup.queue = $1 AND dedup.dedup_id = $2 AND dedup.job_id = $3
     AND (dedup.expire_at_ms IS NULL OR dedup.expire_at_ms > $4)
     AND NOT EXISTS (SELECT FROM freed)`;

const TAKE = `
  INSERT INTO dedup AS held (queue, dedup_id, job_id) VALUES ($1, $2, $3)
  ON CONFLICT (queue, dedup_id) DO UPDATE
    SET job_id = CASE WHEN held.expire_at_ms <= $4 THEN excluded.job_id ELSE held.job_id END,
        expire_at_ms = CASE WHEN held.expire_at_ms <= $4 THEN NULL ELSE held.expire_at_ms END
  RETURNING job_id`;

const POSTPONE = `
  WITH moved AS (
    UPDATE job
       SET state = 'delayed', process_at_ms = $5, delay_ms = greatest(0, $5 - $4::bigint),
           opts = CASE WHEN $6::bigint IS NULL THEN opts
                       ELSE jsonb_set(opts, '{deduplication,expiresAt}', to_jsonb($6::bigint)) END
     WHERE queue = $1 AND id = $3 AND state IN ('waiting', 'delayed')
       AND EXISTS (SELECT FROM dedup WHERE queue = $1 AND dedup_id = $2 AND job_id = $3)
    RETURNING queue
  ), prolonged AS (
    UPDATE dedup SET expire_at_ms = $6::bigint
     WHERE queue = $1 AND dedup_id = $2 AND expire_at_ms IS NOT NULL AND $6::bigint IS NOT NULL
       AND EXISTS (SELECT FROM moved)
  )
  SELECT pg_notify('bullmq_jobs', queue) FROM moved`;

const LIST = `
  SELECT dedup.queue, dedup.dedup_id, dedup.job_id, added_at_ms,
         coalesce(expire_at_ms, (opts->'deduplication'->>'expiresAt')::bigint) AS expires
    FROM dedup LEFT JOIN job ON job.queue = dedup.queue AND job.id = dedup.job_id
   WHERE dedup.queue <> '' AND CASE WHEN expire_at_ms IS NULL THEN NOT ${IS_OVER('$1')} ELSE expire_at_ms > $1 END`;

/** A row of no queue is one for all; its owner is told with its queue and since when. */
const TAKE_ACROSS = `
  INSERT INTO dedup AS held (queue, dedup_id, job_id, expire_at_ms)
  VALUES ('', $1, json_build_object('id', $2::text, 'queue', $3::text, 'at', $4::bigint)::text, $5)
  ON CONFLICT (queue, dedup_id) DO UPDATE
    SET job_id = excluded.job_id, expire_at_ms = excluded.expire_at_ms
    WHERE held.job_id::json->>'id' = $2::text
       OR held.expire_at_ms <= $4::bigint
       OR (held.expire_at_ms IS NULL AND coalesce(
            (SELECT state IN ('completed', 'failed')
                 OR coalesce((opts->'deduplication'->>'expiresAt')::numeric <= $4::bigint, false)
                 OR (state = 'active' AND coalesce(opts->'deduplication'->>'until', '') = 'executing')
               FROM job
              WHERE job.queue = held.job_id::json->>'queue' AND job.id = held.job_id::json->>'id'),
            (held.job_id::json->>'at')::bigint + $6::bigint <= $4::bigint))
  RETURNING 1`;

const OWNER_ACROSS = `
  SELECT job_id::json->>'id' AS id FROM dedup WHERE queue = '' AND dedup_id = $1`;

const FREE_ACROSS = `
  DELETE FROM dedup
   WHERE queue = '' AND dedup_id = $1 AND job_id::json->>'id' = $2 AND expire_at_ms IS NULL`;

const FREE = 'DELETE FROM dedup WHERE queue = $1 AND dedup_id = $2 AND job_id = $3 RETURNING 1';

/** BullMQ's deduplication keys on PostgreSQL: a row per lock. */
export class PostgresUniqueKeys implements UniqueKeys {
  readonly #pool: () => Pick<PgPool, 'query'>;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  async look(held: HeldKey, now: number): Promise<LockTerms | undefined> {
    const [row] = await this.#rows(LOOK, held, [now]);
    return row && (row['terms'] ?? {});
  }

  async take(wanted: HeldKey, now: number): Promise<string> {
    const [row] = await this.#rows(TAKE, wanted, [now]);
    return String(row?.['job_id']);
  }

  async postpone(held: HeldKey, { now, dueAt, expiresAt }: Postponement): Promise<boolean> {
    const rows = await this.#rows(POSTPONE, held, [now, dueAt, expiresAt ?? null]);
    return rows.length > 0;
  }

  async takeAcross({ queue, key, owner }: HeldKey, now: number, ttl?: number): Promise<string> {
    const expiresAt = ttl === undefined ? null : now + ttl;
    const values = [key, owner, queue, now, expiresAt, GRACE];
    const { rows } = await this.#pool().query(TAKE_ACROSS, values);
    if (rows.length > 0) return owner;
    const held = await this.#pool().query(OWNER_ACROSS, [key]);
    return String((held.rows as { id: string }[])[0]?.id);
  }

  async freeAcross({ key, owner }: HeldKey): Promise<void> {
    await this.#pool().query(FREE_ACROSS, [key, owner]);
  }

  async list(now: number): Promise<ListedKey[]> {
    const { rows } = await this.#pool().query(LIST, [now]);
    return (rows as Record<string, unknown>[]).map((row) => ({
      queue: String(row['queue']),
      key: String(row['dedup_id']),
      owner: String(row['job_id']),
      since: numberOf(row['added_at_ms']),
      expiresAt: numberOf(row['expires']),
    }));
  }

  async free(held: HeldKey): Promise<boolean> {
    return (await this.#rows(FREE, held, [])).length > 0;
  }

  async #rows(
    text: string,
    { queue, key, owner }: HeldKey,
    values: readonly unknown[],
  ): Promise<Record<string, unknown>[]> {
    const { rows } = await this.#pool().query(text, [queue, key, owner, ...values]);
    return rows as Record<string, unknown>[];
  }
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

import type { PgPool } from 'bullmq';
import type { StoreFinding } from '../../store-finding';
import { clockSkew } from '../inspect/clock-skew';
import { connectionUse } from '../inspect/connection-use';
import type { StoreSurvey } from '../inspect/store-survey';

/** One look into the index per queue, rather than one at every job. */
const QUEUES = `
  WITH RECURSIVE found AS (
    (SELECT queue FROM job ORDER BY queue LIMIT 1)
    UNION ALL
    SELECT (SELECT queue FROM job WHERE queue > found.queue ORDER BY queue LIMIT 1)
      FROM found WHERE found.queue IS NOT NULL
  )
  SELECT queue FROM found WHERE queue IS NOT NULL UNION SELECT queue FROM meta`;

const HOLDERS = 'SELECT queue FROM job WHERE id = $1 AND queue = ANY ($2::text[])';

/** Of a job that waited for others, nobody knows since when it could run. */
const WAITING_SINCE = `
  SELECT min(greatest(
           added_at_ms + coalesce((opts->>'delay')::bigint, 0),
           coalesce(process_at_ms, 0), coalesce(processed_at_ms, 0))) AS since
    FROM job WHERE queue = $1 AND state = 'waiting'
     AND NOT EXISTS (SELECT FROM job_dependency WHERE parent_queue = queue AND parent_id = id)`;

const SETTINGS = `
  SELECT current_setting('server_version') AS version,
         current_setting('max_connections')::int AS limit,
         (SELECT count(*)::int FROM pg_stat_activity) AS used`;

const TIME = 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now';

/** What PostgreSQL itself tells of the queues. */
export class PostgresSurvey implements StoreSurvey {
  readonly #kind: 'postgres' | 'embedded';
  readonly #pool: () => Pick<PgPool, 'query'>;

  constructor(kind: 'postgres' | 'embedded', pool: () => Pick<PgPool, 'query'>) {
    this.#kind = kind;
    this.#pool = pool;
  }

  /** The tables know. */
  note(): void {}

  async queueNames(): Promise<string[]> {
    const rows = await this.#rows(QUEUES);
    return rows.map(({ queue }) => String(queue));
  }

  async holders(id: string, queues: readonly string[]): Promise<string[]> {
    const rows = await this.#rows(HOLDERS, [id, queues]);
    return rows.map(({ queue }) => String(queue));
  }

  async waitingSince(queue: string): Promise<number | undefined> {
    const [row] = await this.#rows(WAITING_SINCE, [queue]);
    const since = row?.['since'];
    return since === null || since === undefined ? undefined : Number(since);
  }

  async examine(): Promise<StoreFinding[]> {
    const [row = {}] = await this.#rows(SETTINGS);
    const found = String(row['version']);
    if (this.#kind === 'embedded')
      return [{ level: 'ok', what: 'store', found: `PostgreSQL ${found} in this process` }];
    return [
      { level: 'ok', what: 'store', found: `PostgreSQL ${found} answers` },
      connectionUse(Number(row['used']), Number(row['limit'])),
      await clockSkew(async () => Number((await this.#rows(TIME))[0]?.['now'])),
    ];
  }

  async #rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const { rows } = await this.#pool().query(text, values);
    return rows as Record<string, unknown>[];
  }
}

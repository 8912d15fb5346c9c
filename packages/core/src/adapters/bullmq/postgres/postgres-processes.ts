import type { PgPool } from 'bullmq';
import type { ProcessDirectory, ProcessRecord } from '../../process-directory';
import { OwnTable } from './own-table';

/** Text and not jsonb, which would sort the keys. */
const CREATE = `
  CREATE TABLE IF NOT EXISTS drover_process (
    id text PRIMARY KEY,
    record text NOT NULL,
    expires_at timestamptz NOT NULL
  )`;

const BEAT = `
  INSERT INTO drover_process VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at`;

const LIST = 'SELECT record FROM drover_process WHERE expires_at > clock_timestamp()';
const SWEEP = 'DELETE FROM drover_process WHERE expires_at <= clock_timestamp()';
const REMOVE = 'DELETE FROM drover_process WHERE id = $1';

/** A row per process, by the clock of the server. */
export class PostgresProcesses implements ProcessDirectory {
  readonly #table: OwnTable;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#table = new OwnTable(pool, CREATE);
  }

  beat(record: ProcessRecord, ttl: number): Promise<void> {
    return this.#table.write(BEAT, [record.id, JSON.stringify(record), ttl]);
  }

  async list(): Promise<readonly ProcessRecord[]> {
    const rows = await this.#table.rows(LIST);
    return rows
      .map(({ record }) => JSON.parse(String(record)) as ProcessRecord)
      .toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** Who leaves also clears away those that were killed. */
  async remove(id: string): Promise<void> {
    await this.#table.rows(REMOVE, [id]);
    await this.#table.rows(SWEEP);
  }
}

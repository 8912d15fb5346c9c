import type { PgPool } from 'bullmq';
import type { ProcessCommand, ProcessDirectory, ProcessRecord } from '../../process-directory';
import { OwnTable } from './own-table';

/** Text and not jsonb, which would sort the keys. */
const CREATE = `
  CREATE TABLE IF NOT EXISTS drover_process (
    id text PRIMARY KEY,
    record text NOT NULL,
    expires_at timestamptz NOT NULL,
    command text
  )`;

const BEAT = `
  INSERT INTO drover_process (id, record, expires_at)
  VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at,
    command = NULLIF(drover_process.command, $4)
  RETURNING command`;

const COMMAND = `
  UPDATE drover_process SET command = CASE command WHEN 'stop' THEN command ELSE $2 END
  WHERE id = $1 AND expires_at > clock_timestamp()
  RETURNING id`;

const LIST = 'SELECT record, command FROM drover_process WHERE expires_at > clock_timestamp()';
const SWEEP = 'DELETE FROM drover_process WHERE expires_at <= clock_timestamp()';
const REMOVE = 'DELETE FROM drover_process WHERE id = $1';

/** A row per process, by the clock of the server. */
export class PostgresProcesses implements ProcessDirectory {
  readonly #table: OwnTable;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#table = new OwnTable(pool, CREATE);
  }

  async beat(
    record: ProcessRecord,
    ttl: number,
    heard?: ProcessCommand,
  ): Promise<ProcessCommand | undefined> {
    const values = [record.id, JSON.stringify(record), ttl, heard ?? null];
    const [row] = await this.#table.write(BEAT, values);
    return (row?.['command'] ?? undefined) as ProcessCommand | undefined;
  }

  async command(id: string, command: ProcessCommand): Promise<boolean> {
    return (await this.#table.rows(COMMAND, [id, command])).length > 0;
  }

  async list(): Promise<readonly ProcessRecord[]> {
    const rows = await this.#table.rows(LIST);
    return rows
      .map(({ record, command }) => ({
        ...(JSON.parse(String(record)) as ProcessRecord),
        ...(command !== null && { commanded: command as ProcessCommand }),
      }))
      .toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** Who leaves also clears away those that were killed. */
  async remove(id: string): Promise<void> {
    await this.#table.rows(REMOVE, [id]);
    await this.#table.rows(SWEEP);
  }
}

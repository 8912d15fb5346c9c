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
  ON CONFLICT (id) DO UPDATE SET record = excluded.record, expires_at = excluded.expires_at
  RETURNING command`;

const COMMAND = `
  UPDATE drover_process SET command = CASE command WHEN 'stop' THEN command ELSE $2 END
  WHERE id = $1 AND expires_at > clock_timestamp()
  RETURNING id`;

/** What was told since then stays. */
const HEARD = 'UPDATE drover_process SET command = NULL WHERE id = $1 AND command = $2';

const LIST = 'SELECT record, command FROM drover_process WHERE expires_at > clock_timestamp()';
const SWEEP = 'DELETE FROM drover_process WHERE expires_at <= clock_timestamp()';
const REMOVE = 'DELETE FROM drover_process WHERE id = $1';

/** A row per process, by the clock of the server. */
export class PostgresProcesses implements ProcessDirectory {
  readonly #table: OwnTable;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#table = new OwnTable(pool, CREATE);
  }

  async beat(record: ProcessRecord, ttl: number): Promise<ProcessCommand | undefined> {
    const [row] = await this.#table.write(BEAT, [record.id, JSON.stringify(record), ttl]);
    const command = (row?.['command'] ?? undefined) as ProcessCommand | undefined;
    if (command) await this.#table.rows(HEARD, [record.id, command]);
    return command;
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

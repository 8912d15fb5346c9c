import type { PgPool } from 'bullmq';
import type { ProcessDirectory, ProcessRecord } from '../../process-directory';

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

const UNDEFINED_TABLE = '42P01';
/** `IF NOT EXISTS` looks before it leaps: of two at once, one meets the other's table or its type. */
const MADE_MEANWHILE: readonly unknown[] = ['42P07', '23505'];

/** A row per process, by the clock of the server. */
export class PostgresProcesses implements ProcessDirectory {
  readonly #pool: () => Pick<PgPool, 'query'>;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  async beat(record: ProcessRecord, ttl: number): Promise<void> {
    const values = [record.id, JSON.stringify(record), ttl];
    try {
      await this.#pool().query(BEAT, values);
    } catch (error) {
      if (codeOf(error) !== UNDEFINED_TABLE) throw error;
      await this.#createTable();
      await this.#pool().query(BEAT, values);
    }
  }

  async list(): Promise<readonly ProcessRecord[]> {
    const rows = await this.#rows(LIST);
    return rows
      .map(({ record }) => JSON.parse(String(record)) as ProcessRecord)
      .toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** Who leaves also clears away those that were killed. */
  async remove(id: string): Promise<void> {
    await this.#rows(REMOVE, [id]);
    await this.#rows(SWEEP);
  }

  async #createTable(): Promise<void> {
    try {
      await this.#pool().query(CREATE);
    } catch (error) {
      if (!MADE_MEANWHILE.includes(codeOf(error))) throw error;
    }
  }

  /** None before the first beat ever. */
  async #rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    try {
      const { rows } = await this.#pool().query(text, values);
      return rows as Record<string, unknown>[];
    } catch (error) {
      if (codeOf(error) === UNDEFINED_TABLE) return [];
      throw error;
    }
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}

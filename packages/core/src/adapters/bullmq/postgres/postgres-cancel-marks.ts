import type { PgPool } from 'bullmq';
import { MARK_LIFE, type CancelMarks, type JobPlace } from '../cancel/cancel-marks';
import { OwnTable } from './own-table';

const CREATE = `
  CREATE TABLE IF NOT EXISTS drover_cancel (
    queue text,
    id text,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (queue, id)
  )`;

const MARK = `
  INSERT INTO drover_cancel VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (queue, id) DO UPDATE SET expires_at = excluded.expires_at`;

/** Whoever takes one away also clears away those that were forgotten. */
const UNMARK =
  'DELETE FROM drover_cancel WHERE (queue = $1 AND id = $2) OR expires_at <= clock_timestamp()';

const MARKED = `
  SELECT queue, id FROM drover_cancel
   WHERE (queue, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     AND expires_at > clock_timestamp()`;

/** A row per mark, by the clock of the server. */
export class PostgresCancelMarks implements CancelMarks {
  readonly #table: OwnTable;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#table = new OwnTable(pool, CREATE);
  }

  async mark({ queue, id }: JobPlace): Promise<void> {
    await this.#table.write(MARK, [queue, id, MARK_LIFE]);
  }

  async unmark({ queue, id }: JobPlace): Promise<void> {
    await this.#table.rows(UNMARK, [queue, id]);
  }

  async areMarked(jobs: readonly JobPlace[]): Promise<readonly boolean[]> {
    const places = [jobs.map(({ queue }) => queue), jobs.map(({ id }) => id)];
    const rows = await this.#table.rows(MARKED, places);
    return jobs.map(({ queue, id }) =>
      rows.some((row) => row['queue'] === queue && row['id'] === id),
    );
  }
}

import type { Job as BullJob, PgPool } from 'bullmq';
import type { JobData } from '../../../serialization/job-data';
import type { JsonValue } from '../../../support/json';
import type { RunRecords } from '../run-records';

const DATA = `
  UPDATE job SET data = $3::jsonb
   WHERE queue = $1 AND id = $2 AND state = 'active' AND lock_token = $4
  RETURNING id`;

/** By BullMQ's own function, which also announces it. */
const PROGRESS = `
  WITH held AS MATERIALIZED (
    SELECT id FROM job
     WHERE queue = $1 AND id = $2 AND (lock_token IS NULL OR lock_token = $4)
       FOR UPDATE
  )
  SELECT update_progress($1, $2, $3::jsonb) FROM held`;

export class PostgresRunRecords implements RunRecords {
  readonly #pool: Pick<PgPool, 'query'>;

  constructor(pool: Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  writeData(job: BullJob, token: string, data: JobData): Promise<boolean> {
    return this.#write(DATA, job, token, data);
  }

  writeProgress(job: BullJob, token: string, progress: JsonValue): Promise<boolean> {
    return this.#write(PROGRESS, job, token, progress);
  }

  async #write(text: string, job: BullJob, token: string, value: unknown): Promise<boolean> {
    const values = [job.queueName, job.id, JSON.stringify(value), token];
    return (await this.#pool.query(text, values)).rows.length > 0;
  }
}

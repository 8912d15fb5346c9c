import type { IQueueBackend, Job as BullJob, PgPool } from 'bullmq';
import type { JobData } from '../../serialization/job-data';
import type { JsonValue } from '../../support/json';
import { PostgresRunRecords } from './postgres/postgres-run-records';
import { RedisRunRecords, type ScriptClient } from './redis/redis-run-records';

/**
 * What a run writes into the record of its job. False, and nothing is written, when the job is no
 * longer its own: BullMQ's own commands ask for no lock.
 */
export interface RunRecords {
  writeData(job: BullJob, token: string, data: JobData): Promise<boolean>;
  /** Also when no run has the job: the last word may be on its way while the run ends. */
  writeProgress(job: BullJob, token: string, progress: JsonValue): Promise<boolean>;
}

/** On the connection on which BullMQ sends what comes of a run. */
export async function recordsFor(root: IQueueBackend): Promise<RunRecords> {
  if (isRedis(root)) return new RedisRunRecords(await root.client);
  return new PostgresRunRecords(
    (root as unknown as { connection: { pool: PgPool } }).connection.pool,
  );
}

function isRedis(root: IQueueBackend): root is IQueueBackend & { client: Promise<ScriptClient> } {
  return 'blockingClient' in root;
}

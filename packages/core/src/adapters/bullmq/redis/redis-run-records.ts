import type { Job as BullJob } from 'bullmq';
import type { JobData } from '../../../serialization/job-data';
import type { JsonValue } from '../../../support/json';
import type { RunRecords } from '../run-records';

/** The command that is needed of Redis. */
export interface ScriptClient {
  eval(script: string, keys: number, ...keysAndValues: string[]): Promise<unknown>;
}

/** KEYS: job, lock. ARGV: token, data. */
const DATA = `
if redis.call('get', KEYS[2]) ~= ARGV[1] or redis.call('exists', KEYS[1]) == 0 then return 0 end
redis.call('hset', KEYS[1], 'data', ARGV[2])
return 1`;

/** What BullMQ's own script does. KEYS: job, lock, events, meta. ARGV: token, progress, id. */
const PROGRESS = `
local holder = redis.call('get', KEYS[2])
if holder and holder ~= ARGV[1] or redis.call('exists', KEYS[1]) == 0 then return 0 end
redis.call('hset', KEYS[1], 'progress', ARGV[2])
local most = redis.call('hget', KEYS[4], 'opts.maxLenEvents') or 10000
redis.call('xadd', KEYS[3], 'MAXLEN', '~', most, '*',
  'event', 'progress', 'jobId', ARGV[3], 'data', ARGV[2])
return 1`;

/**
 * Sends its scripts whole, as they are short: one that Redis did not know by its hash would arrive a
 * second time, behind what was sent after it.
 */
export class RedisRunRecords implements RunRecords {
  readonly #client: ScriptClient;

  constructor(client: ScriptClient) {
    this.#client = client;
  }

  async writeData(job: BullJob, token: string, data: JobData): Promise<boolean> {
    const keys = keysOf(job);
    return (await this.#client.eval(DATA, 2, ...keys, token, JSON.stringify(data))) === 1;
  }

  async writeProgress(job: BullJob, token: string, progress: JsonValue): Promise<boolean> {
    const { queueQualifiedName: queue, id = '' } = job;
    const keys = [...keysOf(job), `${queue}:events`, `${queue}:meta`];
    const values = [token, JSON.stringify(progress), id];
    return (await this.#client.eval(PROGRESS, 4, ...keys, ...values)) === 1;
  }
}

function keysOf({ queueQualifiedName, id }: BullJob): [job: string, lock: string] {
  const key = `${queueQualifiedName}:${id}`;
  return [key, `${key}:lock`];
}

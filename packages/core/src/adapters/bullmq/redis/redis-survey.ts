import type { StoreFinding } from '../../store-finding';
import type { StoreSurvey } from '../inspect/store-survey';
import { examineRedis } from './examine-redis';
import type { RedisClient, RedisSource } from './redis-source';

/**
 * When the oldest waiting job became due: one of the last in the list, or the first of its
 * priority. Of one that waited for other jobs, nobody knows since when it could run. Job keys are built here as BullMQ's own scripts build them: all lie on one slot.
 */
const WAITING_SINCE = `
local ids = redis.call('lrange', KEYS[1], -5, -1)
local from = '-inf'
for _ = 1, 100 do
  local head = redis.call('zrange', KEYS[2], from, '+inf', 'byscore', 'limit', 0, 1, 'withscores')
  if #head == 0 then break end
  ids[#ids + 1] = head[1]
  from = string.format('%.0f', (math.floor(tonumber(head[2]) / 4294967296) + 1) * 4294967296)
end
local oldest
for _, id in ipairs(ids) do
  local job = redis.call('hmget', KEYS[3] .. id, 'timestamp', 'processedOn', 'opts')
  local waited = redis.call('exists', KEYS[3] .. id .. ':processed', KEYS[3] .. id .. ':failed')
  if job[1] and waited == 0 then
    local fits, opts = pcall(cjson.decode, job[3] or '{}')
    local due = tonumber(job[1]) + (fits and tonumber(opts.delay) or 0)
    local since = math.max(due, tonumber(job[2] or 0))
    if not oldest or since < oldest then oldest = since end
  end
end
return oldest and string.format('%.0f', oldest)`;

interface RedisSurveyParts {
  readonly client: RedisClient;
  readonly prefix: string;
  readonly source: RedisSource;
}

/** What Redis itself tells of the queues. */
export class RedisSurvey implements StoreSurvey {
  readonly #parts: RedisSurveyParts;
  readonly #index: string;

  constructor(parts: RedisSurveyParts) {
    this.#parts = parts;
    this.#index = `${parts.prefix}:queues`;
  }

  /** Redis could find the queues by a scan of all its keys only. A set of their names is kept. */
  note(queue: string): void {
    this.#parts.client.sadd(this.#index, queue).catch(() => {});
  }

  queueNames(): Promise<string[]> {
    return this.#parts.client.smembers(this.#index);
  }

  async holders(id: string, queues: readonly string[]): Promise<string[]> {
    const { client, prefix } = this.#parts;
    const found = await Promise.all(
      queues.map((queue) => client.exists(`${prefix}:${queue}:${id}`)),
    );
    return queues.filter((_, index) => found[index] === 1);
  }

  async waitingSince(queue: string): Promise<number | undefined> {
    const { client, prefix } = this.#parts;
    const key = (kind: string) => `${prefix}:${queue}:${kind}`;
    const keys = [key('wait'), key('prioritized'), key('')];
    const since = await client.eval(WAITING_SINCE, keys.length, ...keys);
    return typeof since === 'string' ? Number(since) : undefined;
  }

  examine(): Promise<StoreFinding[]> {
    return examineRedis(this.#parts.client, this.#parts.source, this.#parts.prefix);
  }
}

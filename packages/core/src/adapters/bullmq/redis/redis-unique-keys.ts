import type { HeldKey, UniqueKeys } from '../unique/unique-keys';
import { RedisScript } from './redis-script';
import type { RedisClient } from './redis-source';

/**
 * A key that has a time of its own outlives its job. The keys of the job are built here as BullMQ's
 * own scripts build them: all lie on one slot.
 */
const FREE_IF_OVER = new RedisScript(`
local owner, now, queue = ARGV[1], tonumber(ARGV[2]), ARGV[3]
if redis.call('get', KEYS[1]) ~= owner then return 1 end
if redis.call('pttl', KEYS[1]) >= 0 then return 0 end
local opts = redis.call('hget', queue .. owner, 'opts')
local fits, decoded = pcall(cjson.decode, opts or '{}')
local terms = fits and decoded.de or {}
local over = not opts
  or redis.call('zscore', queue .. 'completed', owner)
  or redis.call('zscore', queue .. 'failed', owner)
  or (terms.expiresAt and terms.expiresAt <= now)
  or (terms['until'] == 'executing' and redis.call('lpos', queue .. 'active', owner))
return over and redis.call('del', KEYS[1]) or 0`);

/** `SET … NX GET` would do, on Redis 7. */
const TAKE = new RedisScript(`
local owner = redis.call('get', KEYS[1])
if owner then return owner end
redis.call('set', KEYS[1], ARGV[1])
return ARGV[1]`);

/** BullMQ's deduplication keys on Redis: one per lock, which holds the id of its owner. */
export class RedisUniqueKeys implements UniqueKeys {
  readonly #client: RedisClient;
  readonly #prefix: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async freeIfOver({ queue, key, owner }: HeldKey, now: number): Promise<boolean> {
    const base = `${this.#prefix}:${queue}:`;
    return (await FREE_IF_OVER.run(this.#client, [`${base}de:${key}`], [owner, now, base])) === 1;
  }

  async take({ queue, key, owner }: HeldKey): Promise<string> {
    return String(await TAKE.run(this.#client, [`${this.#prefix}:${queue}:de:${key}`], [owner]));
  }
}

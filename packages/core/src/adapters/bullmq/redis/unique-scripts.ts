import { RedisScript } from './redis-script';

/**
 * KEYS: the key of the lock. ARGV: the owner, what the keys of its queue begin with. The other keys are
 * built here as BullMQ's own scripts build them: all lie on one slot.
 */
const LOCK_FUNCTIONS = `
local owner, queue = ARGV[1], ARGV[2]

local function isHeld()
  return redis.call('get', KEYS[1]) == owner
end

local function optionsOf(job)
  local fits, options = pcall(cjson.decode, redis.call('hget', job, 'opts') or '')
  return fits and type(options) == 'table' and options or {}
end
`;

/**
 * A key that has a time of its own outlives its job. ARGV: now. Gives the terms of the lock, or
 * nothing when it is not this owner's any more.
 */
export const LOOK = new RedisScript(`${LOCK_FUNCTIONS}
if not isHeld() then return false end
local terms = optionsOf(queue .. owner).de or {}
local over = redis.call('exists', queue .. owner) == 0
  or redis.call('zscore', queue .. 'completed', owner)
  or redis.call('zscore', queue .. 'failed', owner)
  or (terms.expiresAt and terms.expiresAt <= tonumber(ARGV[3]))
  or (terms['until'] == 'executing' and redis.call('lpos', queue .. 'active', owner))
if over and redis.call('pttl', KEYS[1]) < 0 then
  redis.call('del', KEYS[1])
  return false
end
return cjson.encode(terms)`);

/** \`SET … NX GET\` would do, on Redis 7. Gives the owner. */
export const TAKE = new RedisScript(`${LOCK_FUNCTIONS}
redis.call('set', KEYS[1], owner, 'nx')
return redis.call('get', KEYS[1])`);

/** As BullMQ delays a job. ARGV: now, due, expiry or 0. Gives 1 when the owner is delayed now. */
export const POSTPONE = new RedisScript(`${LOCK_FUNCTIONS}
if not isHeld() then return 0 end
local job, due, expires = queue .. owner, tonumber(ARGV[4]), tonumber(ARGV[5])
local taken = redis.call('zrem', queue .. 'delayed', owner)
  + redis.call('zrem', queue .. 'prioritized', owner)
  + redis.call('lrem', queue .. 'wait', -1, owner)
if taken == 0 then return 0 end
redis.call('zadd', queue .. 'delayed', due * 4096, owner)
redis.call('hset', job, 'delay', math.max(0, due - tonumber(ARGV[3])))
local options = optionsOf(job)
if expires > 0 and options.de then
  options.de.expiresAt = expires
  redis.call('hset', job, 'opts', cjson.encode(options))
  local left = math.max(1, expires - tonumber(ARGV[3]))
  if redis.call('pttl', KEYS[1]) >= 0 then redis.call('pexpire', KEYS[1], left) end
end
local first = redis.call('zrange', queue .. 'delayed', 0, 0, 'withscores')
redis.call('zadd', queue .. 'marker', first[2] / 4096, '1')
redis.call('xadd', queue .. 'events', 'maxlen', '~', 10000, '*',
  'event', 'delayed', 'jobId', owner, 'delay', string.format('%.0f', due))
return 1`);

/** Gives the time the job was enqueued at, and how long its key lasts: -1 without a time of its own. */
export const AGE = new RedisScript(`${LOCK_FUNCTIONS}
return { redis.call('hget', queue .. owner, 'timestamp'), redis.call('pttl', KEYS[1]) }`);

/** Gives 1 when the key was this owner's. */
export const FREE = new RedisScript(`${LOCK_FUNCTIONS}
return isHeld() and redis.call('del', KEYS[1]) or 0`);

/**
 * KEYS: a key for all queues; it holds who has it, on which queue, since when. ARGV: the owner, what the
 * keys of its queue begin with, now, a time of its own or 0, grace. Gives the owner.
 */
export const TAKE_ACROSS = new RedisScript(`
local id, queue, now, ttl, grace = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local function isOver(held)
  local job = held.queue .. held.id
  local options = redis.call('hget', job, 'opts')
  if not options then return held.at + grace <= now end
  local fits, decoded = pcall(cjson.decode, options)
  local terms = fits and decoded.de or {}
  return redis.call('zscore', held.queue .. 'completed', held.id)
    or redis.call('zscore', held.queue .. 'failed', held.id)
    or (terms.expiresAt and terms.expiresAt <= now)
    or (terms['until'] == 'executing' and redis.call('lpos', held.queue .. 'active', held.id))
end

local text = redis.call('get', KEYS[1])
if text then
  local held = cjson.decode(text)
  if held.id ~= id and (redis.call('pttl', KEYS[1]) >= 0 or not isOver(held)) then return held.id end
end
redis.call('set', KEYS[1], cjson.encode({ id = id, queue = queue, at = now }))
if ttl > 0 then redis.call('pexpire', KEYS[1], ttl) end
return id`);

export const FREE_ACROSS = new RedisScript(`
local text = redis.call('get', KEYS[1])
if text and cjson.decode(text).id == ARGV[1] and redis.call('pttl', KEYS[1]) < 0 then
  redis.call('del', KEYS[1])
end`);

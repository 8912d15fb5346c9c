import { RedisScript } from './redis-script';

/**
 * A lock is one hash, of owner → "expires:fence:since:holder", which expires with its last slot.
 * KEYS[1] lists the keys by the time of their end; it heals itself, and only the list reads it.
 */
export const LOCK_FUNCTIONS = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function expiryOf(slot)
  return tonumber(string.match(slot, '^%d+'))
end

local function fenceOf(slot)
  return string.match(slot, '^%d+:(%d+)')
end

-- Takes away what has expired. Returns how many hold the lock, and when the last and the first of them expire.
local function sweep(lock, time)
  local count, last, soonest = 0, 0, math.huge
  local slots = redis.call('HGETALL', lock)
  for i = 1, #slots, 2 do
    local expires = expiryOf(slots[i + 1])
    if expires <= time then
      redis.call('HDEL', lock, slots[i])
    else
      count = count + 1
      last = math.max(last, expires)
      soonest = math.min(soonest, expires)
    end
  end
  return count, last, soonest
end

local function lasts(index, lock, key, last)
  redis.call('PEXPIREAT', lock, last)
  redis.call('ZADD', index, last, key)
end

local function grant(index, fences, lock, key, owner, expires, last, time, holder)
  local slot = string.format('%.0f:%.0f:%.0f:%s', expires, redis.call('INCR', fences), time, holder)
  redis.call('HSET', lock, owner, slot)
  lasts(index, lock, key, math.max(last, expires))
  return slot
end

local function free(index, lock, key, owner, time)
  redis.call('HDEL', lock, owner)
  local count, last = sweep(lock, time)
  if count == 0 then redis.call('ZREM', index, key) else lasts(index, lock, key, last) end
  return count
end
`;

/** KEYS: index, fences, lock. ARGV: key, owner, slots, ttl, holder. Gives { granted, { owner, slot, … } }. */
export const ACQUIRE = new RedisScript(`${LOCK_FUNCTIONS}
local time = now()
local key, owner = ARGV[1], ARGV[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time)
local count, last = sweep(KEYS[3], time)
if count >= tonumber(ARGV[3]) and redis.call('HEXISTS', KEYS[3], owner) == 0 then
  return { 0, redis.call('HGETALL', KEYS[3]) }
end
return { 1, { owner, grant(KEYS[1], KEYS[2], KEYS[3], key, owner, time + ARGV[4], last, time, ARGV[5]) } }`);

/** KEYS: index, a lock per lease. ARGV: key, owner, fence, ttl per lease. Gives 1 or 0 per lease. */
export const RENEW = new RedisScript(`${LOCK_FUNCTIONS}
local time = now()
local answers = {}
for i = 2, #KEYS do
  local at = (i - 2) * 4
  local key, owner, fence, ttl = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  local slot = redis.call('HGET', KEYS[i], owner)
  local held = slot and expiryOf(slot) > time and fenceOf(slot) == fence
  answers[i - 1] = held and 1 or 0
  if held then
    local renewed = string.gsub(slot, '^%d+', string.format('%.0f', time + ttl))
    redis.call('HSET', KEYS[i], owner, renewed)
    local _, last = sweep(KEYS[i], time)
    lasts(KEYS[1], KEYS[i], key, last)
  end
end
return answers`);

/**
 * KEYS: index, lock, index of limits. ARGV: key, owner, fence or ''. Gives 1 when the slot was this
 * owner's. Of a limit for which somebody waits: the next round of healing hands it on.
 */
export const RELEASE = new RedisScript(`${LOCK_FUNCTIONS}
local time = now()
local slot = redis.call('HGET', KEYS[2], ARGV[2])
if not slot or (ARGV[3] ~= '' and fenceOf(slot) ~= ARGV[3]) then return 0 end
free(KEYS[1], KEYS[2], ARGV[1], ARGV[2], time)
redis.call('ZADD', KEYS[3], 'XX', 0, ARGV[1])
return expiryOf(slot) > time and 1 or 0`);

/** KEYS: index, locks. Gives owner and slot in turn per lock, without what has expired. */
export const LIST = new RedisScript(`${LOCK_FUNCTIONS}
local time = now()
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time)
local answers = {}
for i = 2, #KEYS do
  sweep(KEYS[i], time)
  answers[i - 1] = redis.call('HGETALL', KEYS[i])
end
return answers`);

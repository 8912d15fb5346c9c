import { LOOKS_AGAIN_AFTER, TURN_IS_LOST_AFTER } from '../limits/turnstile';
import { BLOCKED_BY, LIMIT_FUNCTIONS } from './limit-functions';
import { RedisScript } from './redis-script';

/**
 * KEYS: index of locks, fences, index of limits, rules, lock, line, starts, turns, line of the throttle.
 * ARGV: prefix, queue, id, token, name, time of the client, when the job was due;
 * limit's key or '', slots, ttl, waits; throttle's key or '', starts, per.
 */
export const ENTER = new RedisScript(`${LIMIT_FUNCTIONS}
local prefix, queue, id, token, name, clientTime = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local member = queue .. ':' .. id
local time = now()
local limit = {
  index = KEYS[1], fences = KEYS[2], limits = KEYS[3], rules = KEYS[4], lock = KEYS[5], line = KEYS[6],
  prefix = prefix, key = ARGV[8], slots = tonumber(ARGV[9]), ttl = tonumber(ARGV[10])
}
local slot, last = '', 0

local function take(expires)
  slot = grant(limit.index, limit.fences, limit.lock, limit.key, member, expires, last, time, holderOf(prefix, queue, id, name))
end

if limit.key ~= '' then
  local count, soonest
  count, last, soonest = sweep(limit.lock, time)
  if redis.call('HEXISTS', limit.lock, member) == 0 then
    local ticket = redis.call('ZSCORE', limit.line, member)
    local free
    free, last = callNext(limit, limit.slots - count, last, time, ticket and '(' .. ticket or '+inf')
    if free <= 0 then
      if ARGV[11] == '0' then return { 'refused', limit.key, redis.call('HGETALL', limit.lock) } end
      if not park(prefix, queue, id, token, limit.key, clientTime + ${LOOKS_AGAIN_AFTER}, ${LOOKS_AGAIN_AFTER}) then
        return { 'blocked', limit.key }
      end
      if not ticket then redis.call('ZADD', limit.line, placeInLine(limit.fences, ARGV[7]), member) end
      redis.call('HSET', limit.rules, limit.key, ARGV[9] .. ' ' .. ARGV[10])
      redis.call('ZADD', limit.limits, 'LT', math.min(soonest, time + limit.ttl), limit.key)
      return { 'blocked', limit.key }
    end
  end
  take(time + limit.ttl)
  redis.call('ZREM', limit.line, member)
end

if ARGV[12] ~= '' then
  local throttle = {
    starts = KEYS[7], turns = KEYS[8], line = KEYS[9], limits = KEYS[3], rules = KEYS[4],
    prefix = prefix, key = ARGV[12], most = tonumber(ARGV[13]), per = tonumber(ARGV[14]), shift = clientTime - time
  }
  redis.call('ZREMRANGEBYSCORE', throttle.starts, '-inf', time - throttle.per)
  local turn = tonumber(redis.call('ZSCORE', throttle.turns, member) or nil)
  local at = time + ${LOOKS_AGAIN_AFTER}
  if turn then
    local before = redis.call('ZCOUNT', throttle.turns, '-inf', '(' .. string.format('%.0f', turn))
    at = math.max(turn, math.min(roomAfter(throttle, throttle.most - before), time + throttle.per))
  elseif redis.call('EXISTS', throttle.line) == 0 and redis.call('ZCARD', throttle.starts) < throttle.most then
    at = time
  end

  if at > time then
    if limit.key ~= '' then take(at + limit.ttl) end
    if not park(prefix, queue, id, token, throttle.key, at + throttle.shift, at - time) then return { 'blocked', throttle.key } end
    if turn then redis.call('ZADD', throttle.turns, at, member)
    else redis.call('ZADD', throttle.line, 'NX', placeInLine(limit.fences, ARGV[7]), member) end
    callTurns(throttle, time)
    redis.call('HSET', throttle.rules, throttle.key, ARGV[13] .. ' ' .. ARGV[14])
    redis.call('ZADD', throttle.limits, 'LT', time + math.max(throttle.per, 1000), throttle.key)
    turn = tonumber(redis.call('ZSCORE', throttle.turns, member) or nil)
    return { 'blocked', throttle.key, turn and math.max(turn - time, 0) }
  end
  redis.call('ZREM', throttle.turns, member)
  redis.call('ZREM', throttle.line, member)
  redis.call('ZADD', throttle.starts, time, redis.call('INCR', limit.fences))
  redis.call('PEXPIRE', throttle.starts, throttle.per)
  callTurns(throttle, time)
end

return { 'entered', slot }`);

/** KEYS: index of locks, fences, index of limits, rules, lock, line. ARGV: prefix, key, slots, ttl, owner, fence. */
export const LEAVE = new RedisScript(`${LIMIT_FUNCTIONS}
local time = now()
local limit = {
  index = KEYS[1], fences = KEYS[2], limits = KEYS[3], rules = KEYS[4], lock = KEYS[5], line = KEYS[6],
  prefix = ARGV[1], key = ARGV[2], ttl = tonumber(ARGV[4])
}
local slot = redis.call('HGET', limit.lock, ARGV[5])
if slot and fenceOf(slot) == ARGV[6] then redis.call('HDEL', limit.lock, ARGV[5]) end
local count, last = sweep(limit.lock, time)
callNext(limit, tonumber(ARGV[3]) - count, last, time, '+inf')
if redis.call('EXISTS', limit.lock) == 0 then redis.call('ZREM', limit.index, limit.key) end
tidy(limit)`);

/**
 * Looks at limits whose slots may have expired, and throttles whose turns may be lost, with somebody in
 * line. The rest of their keys is built here.
 * KEYS: index of locks, fences, index of limits, rules. ARGV: prefix, how many, time of the client.
 * Gives how many.
 */
export const HEAL = new RedisScript(`${LIMIT_FUNCTIONS}
local time = now()

local function healLimit(limit)
  for _, member in ipairs(redis.call('HKEYS', limit.lock)) do
    local queue, id = string.match(member, '^([^:]*):(.*)$')
    if queue and isOver(limit.prefix, queue, id) then redis.call('HDEL', limit.lock, member) end
  end
  local count, last = sweep(limit.lock, time)
  callNext(limit, limit.slots - count, last, time, '+inf')
  local _, _, soonest = sweep(limit.lock, time)
  tidy(limit, math.min(soonest, time + limit.ttl))
end

local function healThrottle(throttle)
  redis.call('ZREMRANGEBYSCORE', throttle.starts, '-inf', time - throttle.per)
  local lost = time - math.max(throttle.per, ${TURN_IS_LOST_AFTER})
  redis.call('ZREMRANGEBYSCORE', throttle.turns, '-inf', lost)
  callTurns(throttle, time)
  tidy(throttle, time + math.max(throttle.per, 1000))
end

local keys = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', time, 'LIMIT', 0, ARGV[2])
for _, key in ipairs(keys) do
  local count, span = string.match(redis.call('HGET', KEYS[4], key) or '1 60000', '^(%d+) (%d+)$')
  local shared = {
    index = KEYS[1], fences = KEYS[2], limits = KEYS[3], rules = KEYS[4], prefix = ARGV[1], key = key,
    line = ARGV[1] .. '::line:' .. key, lock = ARGV[1] .. '::lock:' .. key,
    starts = ARGV[1] .. '::starts:' .. key, turns = ARGV[1] .. '::turns:' .. key,
    slots = tonumber(count), ttl = tonumber(span),
    most = tonumber(count), per = tonumber(span), shift = tonumber(ARGV[3]) - time
  }
  if string.match(key, '^throttle:') then healThrottle(shared) else healLimit(shared) end
end
return #keys`);

/**
 * KEYS: jobs. ARGV: prefix, and of each job its place in a line. Who is in line no more has started since.
 * Gives a key for each, or an empty text.
 */
export const BLOCKED = new RedisScript(`
local found = {}
for i, job in ipairs(KEYS) do
  local key = redis.call('HGET', job, '${BLOCKED_BY}')
  found[i] = key and redis.call('ZSCORE', ARGV[1] .. '::line:' .. key, ARGV[i + 1]) and key or ''
end
return found`);

import { LINE_EPOCH, PLACES_PER_MILLISECOND } from '../limits/turnstile';
import { LOCK_FUNCTIONS } from './lock-scripts';

/** A field of ours in the hash of a job: the limit it was last put aside for. */
export const BLOCKED_BY = 'droverBlockedBy';

/**
 * A limit is a lock whose owners are jobs, "queue:id", beside a line of those that wait for a slot, by
 * their age. Jobs are moved as BullMQ's own moveToDelayed and promote move them; a contract
 * test holds the two together. All keys lie on one slot of a cluster.
 */
export const LIMIT_FUNCTIONS = `${LOCK_FUNCTIONS}
local function keysOf(prefix, queue)
  return prefix .. ':' .. queue .. ':'
end

-- Puts the job among the delayed ones, or moves it there to another time.
local function delayUntil(keys, id, at, delay)
  local least, most = at * 0x1000, (at + 1) * 0x1000 - 1
  local latest = redis.call('ZREVRANGEBYSCORE', keys .. 'delayed', most, least, 'WITHSCORES', 'LIMIT', 0, 1)
  redis.call('ZADD', keys .. 'delayed', latest[2] and math.min(latest[2] + 1, most) or least, id)
  redis.call('HSET', keys .. id, 'delay', delay)
  redis.call('XADD', keys .. 'events', 'MAXLEN', '~', 10000, '*', 'event', 'delayed', 'jobId', id, 'delay', at)
  local first = redis.call('ZRANGE', keys .. 'delayed', 0, 0, 'WITHSCORES')
  redis.call('ZADD', keys .. 'marker', math.floor(first[2] / 0x1000), '1')
end

-- From active to delayed, out of the worker's hands, with what it waits for, for whoever looks at it.
-- False when the worker has it no more.
local function park(prefix, queue, id, token, limitKey, at, delay)
  local keys = keysOf(prefix, queue)
  if redis.call('GET', keys .. id .. ':lock') ~= token then return false end
  redis.call('DEL', keys .. id .. ':lock')
  redis.call('SREM', keys .. 'stalled', id)
  if redis.call('LREM', keys .. 'active', -1, id) == 0 then return false end
  redis.call('HSET', keys .. id, '${BLOCKED_BY}', limitKey)
  delayUntil(keys, id, at, delay)
  return true
end

-- From delayed to the front of its queue.
local function callUp(prefix, queue, id)
  local keys = keysOf(prefix, queue)
  redis.call('ZREM', keys .. 'delayed', id)
  redis.call('HSET', keys .. id, 'delay', 0)
  local priority = tonumber(redis.call('HGET', keys .. id, 'priority')) or 0
  if priority == 0 then
    redis.call('RPUSH', keys .. 'wait', id)
  else
    redis.call('ZADD', keys .. 'prioritized', priority * 0x100000000, id)
  end
  local meta = redis.call('HMGET', keys .. 'meta', 'paused', 'concurrency')
  local full = meta[2] and redis.call('LLEN', keys .. 'active') >= tonumber(meta[2])
  if not meta[1] and not full then redis.call('ZADD', keys .. 'marker', 0, '0') end
  redis.call('XADD', keys .. 'events', '*', 'event', 'waiting', 'jobId', id, 'prev', 'delayed')
end

-- By age; of one millisecond by the order of coming.
local function placeInLine(fences, due)
  local place = redis.call('INCR', fences) % ${PLACES_PER_MILLISECOND}
  return (tonumber(due) - ${LINE_EPOCH}) * ${PLACES_PER_MILLISECOND} + place
end

local function isOver(prefix, queue, id)
  local job = keysOf(prefix, queue) .. id
  return redis.call('EXISTS', job) == 0 or redis.call('HEXISTS', job, 'finishedOn') == 1
end

local function holderOf(prefix, queue, id, name)
  name = name or redis.call('HGET', keysOf(prefix, queue) .. id, 'name')
  return cjson.encode({ name = name, queue = queue, jobId = id })
end

-- Gives the free slots to those in front of the line with a number below 'before'. They hold them from
-- now on, and have them when they are fetched. Who is on the way by itself is passed over.
local function callNext(limit, free, last, time, before)
  if free <= 0 then return free, last end
  local called = {}
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', limit.line, '-inf', before, 'LIMIT', 0, free + 100)) do
    if #called == free then break end
    local queue, id = string.match(member, '^([^:]*):(.*)$')
    if redis.call('HEXISTS', limit.lock, member) == 1 then
      -- Called before, and on its way.
    elseif redis.call('ZSCORE', keysOf(limit.prefix, queue) .. 'delayed', id) then
      called[#called + 1] = { member = member, queue = queue, id = id }
    elseif isOver(limit.prefix, queue, id) then
      redis.call('ZREM', limit.line, member)
    end
  end
  -- The last one first: each goes to the very front of its queue.
  for i = #called, 1, -1 do callUp(limit.prefix, called[i].queue, called[i].id) end
  for _, each in ipairs(called) do
    last = math.max(last, time + limit.ttl)
    local holder = holderOf(limit.prefix, each.queue, each.id)
    grant(limit.index, limit.fences, limit.lock, limit.key, each.member, time + limit.ttl, last, time, holder)
  end
  return free - #called, last
end

-- When the window of these starts has room again, if so many of the latest count.
local function roomAfter(throttle, count)
  if count <= 0 then return math.huge end
  local entry = redis.call('ZREVRANGE', throttle.starts, count - 1, count - 1, 'WITHSCORES')
  return entry[2] and entry[2] + throttle.per or 0
end

-- Tells those in front of the line when they may start, as many as one window takes.
local function callTurns(throttle, time)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', throttle.turns, '-inf', time)) do
    local queue, id = string.match(member, '^([^:]*):(.*)$')
    if isOver(throttle.prefix, queue, id) then
      redis.call('ZREM', throttle.turns, member)
      redis.call('ZREM', throttle.line, member)
    end
  end
  local booked = redis.call('ZCARD', throttle.turns)
  if booked >= throttle.most then return end
  for _, member in ipairs(redis.call('ZRANGE', throttle.line, 0, throttle.most + 100)) do
    if booked >= throttle.most then break end
    local queue, id = string.match(member, '^([^:]*):(.*)$')
    local keys = keysOf(throttle.prefix, queue)
    if redis.call('ZSCORE', throttle.turns, member) then
      -- It knows.
    elseif redis.call('ZSCORE', keys .. 'delayed', id) then
      local at = roomAfter(throttle, throttle.most - booked)
      -- A little later than allowed, so that who starts a little late does not make the next come in vain.
      if at > time then at = at + math.min(math.ceil(throttle.per / 100), 20) end
      local latest = redis.call('ZREVRANGE', throttle.turns, 0, 0, 'WITHSCORES')
      at = math.max(at, time, latest[2] or 0)
      delayUntil(keys, id, at + throttle.shift, at - time)
      redis.call('ZADD', throttle.turns, at, member)
      booked = booked + 1
    elseif isOver(throttle.prefix, queue, id) then
      redis.call('ZREM', throttle.line, member)
    end
  end
end

-- Nobody needs to look at a limit for which nobody waits.
local function tidy(limit, soonest)
  if redis.call('EXISTS', limit.line) == 0 then
    redis.call('ZREM', limit.limits, limit.key)
    redis.call('HDEL', limit.rules, limit.key)
  elseif soonest then
    redis.call('ZADD', limit.limits, soonest, limit.key)
  end
end
`;

/**
 * The schedule's scripts. KEYS: head, names, and what the keys of the entries begin with. The
 * definitions are opaque here: cjson would turn an empty list into an empty object.
 */

/** Claims on ticks of what the entry was before concern nobody. */
const FORGET_CLAIMS = `
local function forgetClaims(key)
  for _, field in ipairs(redis.call('hkeys', key)) do
    if string.sub(field, 1, 5) == 'open:' then redis.call('hdel', key, field) end
  end
end`;

export const LIST = `
local entries = {}
for _, id in ipairs(redis.call('smembers', KEYS[2])) do
  local entry = redis.call('hgetall', KEYS[3] .. id)
  if #entry > 0 then entries[#entries + 1] = entry end
end
return entries`;

/** ARGV: fingerprint, now, and for each entry: id, name, revision, definition, source, status. */
export const INSTALL = `${FORGET_CLAIMS}
local now = ARGV[2]
local added, changed, removed, wanted = {}, {}, {}, {}
for i = 3, #ARGV, 6 do wanted[ARGV[i]] = true end
for _, id in ipairs(redis.call('smembers', KEYS[2])) do
  local key = KEYS[3] .. id
  if not wanted[id] and redis.call('hget', key, 'source') ~= 'code' then
    removed[#removed + 1] = redis.call('hget', key, 'name')
    redis.call('del', key)
    redis.call('srem', KEYS[2], id)
  end
end
for i = 3, #ARGV, 6 do
  local id, name, revision, definition, source, declared =
    ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  local key = KEYS[3] .. id
  local before = redis.call('hmget', key, 'revision', 'declared', 'status')
  local status = declared == '' and 'enabled' or declared
  if before[1] and before[2] == declared then status = before[3] end
  if not before[1] or before[1] ~= revision or before[3] ~= status then
    local list = before[1] and changed or added
    list[#list + 1] = name
    redis.call('hset', key, 'since', now)
    forgetClaims(key)
  end
  redis.call('sadd', KEYS[2], id)
  redis.call('hset', key, 'name', name, 'revision', revision, 'definition', definition,
    'source', source, 'declared', declared, 'status', status)
end
redis.call('hset', KEYS[1], 'fingerprint', ARGV[1])
if #added + #changed + #removed > 0 then redis.call('hincrby', KEYS[1], 'version', 1) end
return {added, changed, removed}`;

/** ARGV: how, now, id, name, revision, definition, source. */
export const PUT = `${FORGET_CLAIMS}
local key = KEYS[3] .. ARGV[3]
local source = redis.call('hget', key, 'source')
if source ~= (ARGV[1] == 'change' and 'code') then return 0 end
if not source then redis.call('hset', key, 'status', 'enabled', 'declared', '') end
if redis.call('hget', key, 'revision') ~= ARGV[5] then
  redis.call('hset', key, 'since', ARGV[2])
  forgetClaims(key)
end
redis.call('sadd', KEYS[2], ARGV[3])
redis.call('hset', key, 'name', ARGV[4], 'revision', ARGV[5], 'definition', ARGV[6], 'source', ARGV[7])
redis.call('hincrby', KEYS[1], 'version', 1)
return 1`;

/** ARGV: id. */
export const REMOVE = `
local removed = redis.call('del', KEYS[3] .. ARGV[1])
redis.call('srem', KEYS[2], ARGV[1])
if removed == 1 then redis.call('hincrby', KEYS[1], 'version', 1) end
return removed`;

/** ARGV: id, status, now. */
export const SET_STATUS = `
local key = KEYS[3] .. ARGV[1]
local before = redis.call('hget', key, 'status')
if not before then return 0 end
if before ~= ARGV[2] then
  redis.call('hset', key, 'status', ARGV[2], 'since', ARGV[3])
  redis.call('hincrby', KEYS[1], 'version', 1)
end
return 1`;

/** ARGV: id, revision, tick, now, patience. A claim that was not settled stands as open:TICK. */
export const CLAIM = `
local key = KEYS[3] .. ARGV[1]
local tick, now = tonumber(ARGV[3]), tonumber(ARGV[4])
local claim = 'open:' .. ARGV[3]
local entry = redis.call('hmget', key, 'revision', 'status', 'since', 'tick', claim)
if entry[1] ~= ARGV[2] or entry[2] ~= 'enabled' or tick <= tonumber(entry[3]) then return 'stale' end
local last = tonumber(entry[4] or '-1')
if tick <= last then
  if not entry[5] then return 'taken' end
  if now - tonumber(entry[5]) < tonumber(ARGV[5]) then return 'open' end
end
redis.call('hset', key, 'tick', math.max(tick, last) == tick and ARGV[3] or entry[4], claim, ARGV[4])
return 'granted'`;

/** ARGV: id, tick, run. */
export const SETTLE = `
local key = KEYS[3] .. ARGV[1]
if redis.call('exists', key) == 0 then return end
redis.call('hdel', key, 'open:' .. ARGV[2])
redis.call('hset', key, 'run', ARGV[3])`;

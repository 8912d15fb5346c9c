import type { StoreFinding } from '../../store-finding';
import { describeCause } from '../error-feed';
import { clockSkew } from '../inspect/clock-skew';
import { connectionUse } from '../inspect/connection-use';
import { isFitVersion, OLDEST_REDIS, parseInfo, type RedisInfo } from './redis-info';
import type { RedisClient, RedisSource } from './redis-source';

/** How a Redis is set up for keeping jobs. */
export async function examineRedis(
  client: RedisClient,
  { where, isCluster }: RedisSource,
  prefix: string,
): Promise<StoreFinding[]> {
  const info = await client.info().then(parseInfo, describeCause);
  return [
    { level: 'ok', what: 'store', found: `${where} answers` },
    ...(typeof info === 'string' ? [unread(info)] : fromInfo(info)),
    await clockSkew(async () => toMilliseconds(await client.time())),
    { level: 'ok', what: 'key prefix', found: isCluster ? `${prefix}, one slot` : prefix },
  ];
}

function fromInfo(info: RedisInfo): StoreFinding[] {
  const connections = connectionUse(
    Number(info.get('connected_clients') ?? 0),
    Number(info.get('maxclients') ?? 0),
  );
  return [version(info), eviction(info), persistence(info), connections];
}

function version(info: RedisInfo): StoreFinding {
  const found = info.get('redis_version') ?? 'unknown';
  if (isFitVersion(info)) return { level: 'ok', what: 'version', found };
  return {
    level: 'error',
    what: 'version',
    found,
    advice: `Upgrade to Redis ${OLDEST_REDIS.join('.')} or newer, or use Valkey.`,
  };
}

function eviction(info: RedisInfo): StoreFinding {
  const found = info.get('maxmemory_policy') ?? 'noeviction';
  if (found === 'noeviction') return { level: 'ok', what: 'eviction policy', found };
  return {
    level: 'error',
    what: 'eviction policy',
    found,
    advice:
      'Jobs vanish when memory runs short. CONFIG SET maxmemory-policy noeviction, and keep it in redis.conf.',
  };
}

function persistence(info: RedisInfo): StoreFinding {
  if (info.get('aof_enabled') === '1')
    return { level: 'ok', what: 'persistence', found: 'appendonly' };
  return {
    level: 'warning',
    what: 'persistence',
    found: 'snapshots at most',
    advice:
      'A crash of Redis loses the jobs since the last snapshot. CONFIG SET appendonly yes, and keep it in redis.conf.',
  };
}

/** Some managed servers forbid INFO. */
function unread(reason: string): StoreFinding {
  return {
    level: 'warning',
    what: 'settings',
    found: `INFO was refused: ${reason}`,
    advice: 'Check its version, eviction policy and persistence yourself.',
  };
}

function toMilliseconds([seconds, microseconds]: readonly (number | string)[]): number {
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}

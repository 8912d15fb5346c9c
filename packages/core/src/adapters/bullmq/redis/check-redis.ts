import { StoreError } from '../../store-error';
import type { StoreWarning } from '../store';
import { describeCause } from '../error-feed';
import { isRefusal, toStoreError } from './redis-errors';
import { isFitVersion, OLDEST_REDIS, parseInfo, type RedisInfo } from './redis-info';
import type { RedisClient, RedisSource } from './redis-source';

export interface RedisCheck {
  readonly source: Pick<RedisSource, 'where' | 'isCluster'>;
  readonly prefix: string;
  readonly production: boolean;
}

/** Whether this Redis can keep jobs without losing some. @throws StoreError */
export async function checkRedis(client: RedisClient, check: RedisCheck): Promise<StoreWarning[]> {
  const { source, prefix, production } = check;
  const info = await readInfo(client, source.where);
  if (info instanceof Map) {
    checkVersion(info, source.where);
    checkCluster(info, source);
  }
  await checkRights(client, prefix, source.where);
  return info instanceof Map
    ? checkEviction(info, source.where, production)
    : [info as StoreWarning];
}

/** Some managed servers forbid INFO: what cannot be looked at is not refused. */
async function readInfo(client: RedisClient, where: string): Promise<RedisInfo | StoreWarning> {
  try {
    return parseInfo(await client.info());
  } catch (error) {
    if (!isRefusal(error) && !/unknown command/i.test(describeCause(error)))
      throw toStoreError(error, where);
    const reason = describeCause(error);
    return {
      code: 'DROVER_STORE_UNCHECKED',
      message:
        `${where} does not let this process read INFO (${reason}), so neither its version nor its eviction policy could ` +
        `be checked. It must be ${OLDEST_REDIS.join('.')} or newer, with maxmemory-policy noeviction.`,
    };
  }
}

function checkVersion(info: RedisInfo, where: string): void {
  if (isFitVersion(info)) return;
  throw new StoreError(
    'DROVER_STORE_VERSION',
    `Expected Redis ${OLDEST_REDIS.join('.')} or newer at ${where}, found ${info.get('redis_version')}. Upgrade it, or use Valkey.`,
  );
}

function checkCluster(info: RedisInfo, { where, isCluster }: RedisCheck['source']): void {
  if (isCluster || info.get('cluster_enabled') !== '1') return;
  throw new StoreError(
    'DROVER_STORE_URL',
    `Expected a single Redis, found a node of a Redis Cluster at ${where}. ` +
      "Pass the cluster: configure({ store: { redis: new Cluster([{ host, port }]) } }), with Cluster from 'ioredis'.",
  );
}

/** BullMQ works through scripts that write; an ACL user may lack either right, a replica the second. */
async function checkRights(client: RedisClient, prefix: string, where: string): Promise<void> {
  try {
    await client.eval("return redis.call('del', KEYS[1])", 1, `${prefix}:check`);
  } catch (error) {
    throw toStoreError(error, where);
  }
}

function checkEviction(info: RedisInfo, where: string, production: boolean): StoreWarning[] {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return [];
  const code = 'DROVER_STORE_EVICTION';
  const message =
    `Expected maxmemory-policy noeviction at ${where}, found ${policy}: when memory runs short, jobs would vanish without ` +
    'a trace. Run CONFIG SET maxmemory-policy noeviction and keep it in redis.conf; on a managed Redis set it in the ' +
    'parameter group or the dashboard, or give jobs a server of their own beside the cache.';
  if (production) throw new StoreError(code, message);
  return [{ code, message }];
}

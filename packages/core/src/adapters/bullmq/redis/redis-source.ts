import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { StoreError } from '../../store-error';
import type { RedisInstance, StoreLocation } from '../store';
import { withoutPassword } from '../store-url';
import { expectLateErrors } from './expect-late-errors';
import { loadIoredis } from './load-ioredis';

export type RedisClient = Redis | Cluster;

/** Makes connections to one Redis. */
export interface RedisSource {
  /** For messages; holds no password. */
  readonly where: string;
  readonly isCluster: boolean;
  connect(options: RedisOptions): RedisClient;
}

/** @throws StoreError when ioredis would put a prefix of its own before every key */
export function toRedisSource(
  location: Extract<StoreLocation, { redis: unknown }>['redis'],
): RedisSource {
  const source = sourceOf(location);
  const { options } = source.connect({ lazyConnect: true });
  const { keyPrefix } = optionsOf(options);
  if (keyPrefix) throw hasKeyPrefix(keyPrefix);
  return source.isCluster ? source : expectingLateErrors(source);
}

function expectingLateErrors(source: RedisSource): RedisSource {
  return {
    ...source,
    connect(options) {
      const client = source.connect(options);
      expectLateErrors(client as Redis);
      return client;
    },
  };
}

function sourceOf(location: Parameters<typeof toRedisSource>[0]): RedisSource {
  if (typeof location === 'string') return fromUrl(location);
  if (!isInstance(location)) return fromOptions(location);
  return isCluster(location) ? fromCluster(location) : fromRedis(location as unknown as Redis);
}

function fromUrl(url: string): RedisSource {
  const { Redis } = loadIoredis();
  return {
    where: withoutPassword(url),
    isCluster: false,
    connect: (options) => new Redis(url, options),
  };
}

function fromOptions(given: RedisOptions): RedisSource {
  const { Redis } = loadIoredis();
  return {
    where: describe(given),
    isCluster: false,
    connect: (options) => new Redis({ ...given, ...options }),
  };
}

function fromRedis(instance: Redis): RedisSource {
  return {
    where: describe(instance.options),
    isCluster: false,
    connect: (options) => instance.duplicate(options),
  };
}

function fromCluster(instance: Cluster): RedisSource {
  const connect = ({ lazyConnect = false, retryStrategy, ...redisOptions }: RedisOptions) =>
    instance.duplicate(undefined, {
      lazyConnect,
      ...(retryStrategy && { clusterRetryStrategy: retryStrategy }),
      redisOptions: { ...instance.options.redisOptions, ...redisOptions },
    });
  return { where: 'the Redis Cluster', isCluster: true, connect };
}

function describe({
  host = 'localhost',
  port = 6379,
  path,
  sentinels,
  name,
}: RedisOptions): string {
  if (sentinels) return `sentinel master '${name}'`;
  return path ?? `redis://${host}:${port}`;
}

function isInstance(location: object): location is RedisInstance {
  return ['connect', 'disconnect', 'duplicate'].every(
    (method) => typeof Reflect.get(location, method) === 'function',
  );
}

function isCluster(instance: RedisInstance): instance is RedisInstance & Cluster {
  return (instance as { isCluster?: boolean }).isCluster === true;
}

function optionsOf(options: RedisClient['options']): RedisOptions {
  return 'redisOptions' in options && options.redisOptions
    ? { ...options, ...options.redisOptions }
    : options;
}

function hasKeyPrefix(keyPrefix: string): StoreError {
  return new StoreError(
    'DROVER_STORE_URL',
    `Expected a Redis without ioredis' keyPrefix, got keyPrefix '${keyPrefix}': scripts do not see it, so jobs would ` +
      `get lost between two names. Leave it out, and set Drover's namespace instead.`,
  );
}

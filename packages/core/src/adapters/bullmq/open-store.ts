import { EmbeddedDatabase } from './postgres/embedded-database';
import { PostgresServer } from './postgres/postgres-server';
import { PostgresStore } from './postgres/postgres-store';
import { toRedisSource } from './redis/redis-source';
import { RedisStore } from './redis/redis-store';
import { checkNamespace, toSchema } from './namespace';
import type { BullStore, StoreLocation } from './store';
import { parseStoreUrl } from './store-url';

export interface OpenStoreOptions {
  /** Prefix of the keys on Redis, schema on PostgreSQL. Default 'drover'. */
  readonly namespace?: string;
  /** Milliseconds until a producer's command is given up. Default 5000. */
  readonly enqueueTimeout?: number;
}

type Settings = Required<OpenStoreOptions>;

/**
 * The store at `location`. Connects to nothing yet.
 *
 * @throws StoreError when the location makes no sense, MissingDependencyError when its client is
 * not installed
 */
export async function openStore(
  location: StoreLocation,
  options: OpenStoreOptions = {},
): Promise<BullStore> {
  const { namespace = 'drover', enqueueTimeout = 5000 } = options;
  const settings = { namespace: checkNamespace(namespace), enqueueTimeout };
  if (typeof location === 'string') return openUrl(location, settings);
  const given = 'redis' in location ? location.redis : location.postgres;
  if (typeof given === 'string') return openUrl(given, settings);
  return 'redis' in location
    ? openRedis(location.redis, settings)
    : openPostgres(location.postgres, settings);
}

function openUrl(text: string, settings: Settings): BullStore {
  const address = parseStoreUrl(text.trim());
  switch (address.kind) {
    case 'redis':
      return openRedis(address.url, settings);
    case 'postgres':
      return openPostgres(address.url, settings);
    case 'embedded':
      return new PostgresStore(
        'embedded',
        new EmbeddedDatabase(address.dataDir, toSchema(settings.namespace)),
        settings,
      );
  }
}

function openRedis(
  location: Extract<StoreLocation, { redis: unknown }>['redis'],
  settings: Settings,
): BullStore {
  return new RedisStore(toRedisSource(location), settings);
}

function openPostgres(
  location: Extract<StoreLocation, { postgres: unknown }>['postgres'],
  settings: Settings,
): BullStore {
  const server = new PostgresServer(
    location,
    toSchema(settings.namespace),
    settings.enqueueTimeout,
  );
  return new PostgresStore('postgres', server, settings);
}

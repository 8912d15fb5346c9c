import { PostgresConnection, type PgPool, type PgPoolConfig } from 'bullmq';
import type { ClientConfig, Pool, PoolConfig } from 'pg';
import type { PostgresPool } from '../store';
import { withoutPassword } from '../store-url';
import { within } from '../../../support/within';
import { letEnlist } from './enlist';
import { givenPool } from './given-pool';
import { loadPg } from './load-pg';
import { migrate } from './migrate';
import type { PostgresDatabase } from './postgres-database';
import { toStoreError } from './postgres-errors';

/** How long a worker waits for a connection before it tries again, in milliseconds. */
const PATIENCE = 10_000;
const FAREWELL = 1000;

/** A PostgreSQL server. */
export class PostgresServer implements PostgresDatabase {
  readonly #config: PoolConfig;
  readonly #where: string;
  readonly schema: string;
  readonly #timeout: number;
  readonly #pools: Pool[] = [];

  /** @throws MissingDependencyError when pg is not installed */
  constructor(location: string | PostgresPool | PgPoolConfig, schema: string, timeout: number) {
    loadPg();
    this.#config = toConfig(location);
    this.#where = describe(this.#config);
    this.schema = schema;
    this.#timeout = timeout;
  }

  async prepare(): Promise<void> {
    const { Client } = loadPg();
    const limits = { connectionTimeoutMillis: this.#timeout, query_timeout: this.#timeout };
    const client = new Client({ ...(this.#config as ClientConfig), ...limits });
    // Its failure also rejects the call below, which is where it is handled.
    client.on('error', () => {});
    try {
      await client.connect();
      await migrate(client, this.schema, this.#where);
    } catch (error) {
      throw toStoreError(error, this.#where);
    } finally {
      await within(client.end(), FAREWELL);
    }
  }

  /** Half the time to find a connection, half to be answered. An idle one keeps no process open. */
  producerConnection(): PostgresConnection {
    const half = Math.ceil(this.#timeout / 2);
    const limits = { connectionTimeoutMillis: half, query_timeout: half };
    const pool = new (loadPg().Pool)({
      ...this.#config,
      ...limits,
      options: this.#searchPath(),
      allowExitOnIdle: true,
    });
    letEnlist(pool, this.schema);
    this.#pools.push(pool);
    return givenPool(pool as unknown as PgPool, this.schema);
  }

  workerConnection(): PostgresConnection {
    const config = { ...this.#config, connectionTimeoutMillis: PATIENCE } as PgPoolConfig;
    return new PostgresConnection({ ...config, schema: this.schema, skipVersionCheck: true });
  }

  async close(): Promise<void> {
    await Promise.all(this.#pools.splice(0).map((pool) => within(pool.end(), FAREWELL)));
  }

  #searchPath(): string {
    return `${this.#config.options ?? ''} -c search_path="${this.schema}"`.trim();
  }
}

/** A pool is copied: BullMQ finds its tables by a search_path that another's connections lack. */
function toConfig(location: string | PostgresPool | PgPoolConfig): PoolConfig {
  if (typeof location === 'string') return { connectionString: location };
  if (!('connect' in location && 'options' in location)) return location;
  const { options } = location as { options: PoolConfig };
  // pg hides the password from enumeration.
  return options.password === undefined
    ? { ...options }
    : { ...options, password: options.password };
}

function describe({
  connectionString,
  host = 'localhost',
  port = 5432,
  database = '',
}: PoolConfig): string {
  return connectionString === undefined
    ? `postgres://${host}:${port}/${database}`
    : withoutPassword(connectionString);
}

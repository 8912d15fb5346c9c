import { DroverError } from '../../../support/drover-error';
import { StoreError } from '../../store-error';
import { cacheDirectory } from './cache-directory';
import { lockDataDir, type DataDirLock } from './data-dir-lock';
import { EmbeddedPool } from './embedded-pool';
import { Engine } from './engine';
import { Housekeeping } from './housekeeping';
import { loadPglite, type Pglite } from './load-pglite';
import { openDatabase } from './open-database';
import { SessionQueue } from './session-queue';
import { MEMORY, siteIn, type Site } from './site';
import { TemplateCache } from './template-cache';

/** A PostgreSQL inside this process, in the shape BullMQ's PostgreSQL backend takes. */
export interface EmbeddedStore {
  /** Goes where BullMQ expects a `pg.Pool`. */
  readonly pool: EmbeddedPool;
  /** Waits for the queries under way. Idempotent. Close every Queue and Worker before. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Where the jobs outlive the process; in memory when absent. One process at a time. */
  readonly dataDir?: string;
  /** The PostgreSQL schema BullMQ's tables are in. */
  readonly schema?: string;
  /** Where the template of new databases is kept. */
  readonly cacheDir?: string;
}

/** Opens the embedded store and brings its tables up to date. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedStore> {
  const pglite = loadPglite();
  const site = options.dataDir === undefined ? MEMORY : siteIn(options.dataDir);
  let lock: DataDirLock | undefined;
  try {
    if (options.dataDir !== undefined) lock = await lockDataDir(options.dataDir);
    return await openLocked(pglite, site, lock, options);
  } catch (error) {
    lock?.release();
    throw error instanceof DroverError ? error : notOpened(site, error);
  }
}

async function openLocked(
  pglite: Pglite,
  site: Site,
  lock: DataDirLock | undefined,
  { schema = 'bullmq', cacheDir = cacheDirectory() }: EmbeddedOptions,
): Promise<EmbeddedStore> {
  const database = await openDatabase(pglite, site, TemplateCache.in(cacheDir));
  const engine = new Engine(pglite, database);
  const store = storeOver(engine, schema, lock);
  try {
    await migrate(store.pool, schema);
    site.finish();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function storeOver(engine: Engine, schema: string, lock: DataDirLock | undefined): EmbeddedStore {
  const quoted = `"${schema}"`;
  const session = new SessionQueue(engine, `${quoted}, public`, new Housekeeping(engine, quoted));
  const pool = new EmbeddedPool(engine, session);
  const closeAll = async () => {
    try {
      await pool.end();
      await engine.close();
    } finally {
      lock?.release();
    }
  };
  let closing: Promise<void> | undefined;
  return { pool, close: () => (closing ??= closeAll()) };
}

async function migrate(pool: EmbeddedPool, schema: string): Promise<void> {
  const { runMigrations } = require('bullmq') as typeof import('bullmq');
  const client = await pool.connect();
  try {
    await runMigrations(client as never, schema);
  } finally {
    client.release();
  }
}

function notOpened(site: Site, cause: unknown): StoreError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
  return new StoreError(
    'DROVER_STORE_UNREACHABLE',
    `The embedded database ${site.name} could not be opened: ${reason}` +
      (site.directory === undefined
        ? ''
        : '. If its jobs are not needed, remove that directory; a new one is made.'),
    { cause },
  );
}

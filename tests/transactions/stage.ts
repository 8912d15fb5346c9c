import assert from 'node:assert/strict';
import { close, configure, findJob, type Job } from '@drover/core';
import { Pool } from 'pg';
import { closeLibrary, openLibrary, type Library, type Transaction } from './library';

interface Servers {
  readonly redis: string;
  readonly postgres: string;
}

/** Of all jobs: the tests of the libraries run one behind the other. */
export const NAMESPACE = 'app_jobs';

export type Scenario = (stage: Stage) => Promise<void>;

export class RolledBack extends Error {}

/** A library whose orders are on PostgreSQL, and an onlooker who sees what is committed. */
export class Stage {
  readonly library: Library;
  readonly file: string;
  readonly #servers: Servers;
  readonly #onlooker: Pool;

  private constructor(library: Library, file: string, servers: Servers) {
    this.library = library;
    this.file = file;
    this.#servers = servers;
    this.#onlooker = new Pool({ connectionString: servers.postgres });
  }

  static async open(file: string, servers: Servers): Promise<Stage> {
    process.env['DATABASE_URL'] = servers.postgres;
    const stage = new Stage(await openLibrary(file), file, servers);
    await stage.ask('CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, item text UNIQUE)');
    return stage;
  }

  async close(): Promise<void> {
    await close();
    await closeLibrary(this.library);
    await this.#onlooker.end();
  }

  /** The database of the orders knows nothing of them. */
  async keepJobsElsewhere(): Promise<void> {
    const there = await this.ask("SELECT 1 FROM pg_database WHERE datname = 'elsewhere'");
    if (there.length === 0) await this.ask('CREATE DATABASE elsewhere');
    const store = this.urlOf('postgres').replace(/\/postgres$/, '/elsewhere');
    configure({ store, namespace: 'elsewhere_jobs', logLevel: 'silent' });
  }

  urlOf(store: keyof Servers): string {
    return this.#servers[store];
  }

  /** A scenario begins: no order is there. */
  async begin(store: keyof Servers): Promise<void> {
    await this.ask('TRUNCATE orders');
    this.keepJobsOn(store);
  }

  keepJobsOn(store: keyof Servers): void {
    configure({ store: this.urlOf(store), namespace: NAMESPACE, logLevel: 'silent' });
  }

  /** All values of the answer, row by row. */
  async ask(text: string, values: unknown[] = []): Promise<unknown[]> {
    const { rows } = await this.#onlooker.query<object>(text, values);
    return rows.flatMap((row) => Object.values(row));
  }

  async ordersLike(pattern: string): Promise<unknown[]> {
    return this.ask('SELECT item FROM orders WHERE item LIKE $1 ORDER BY id', [pattern]);
  }

  async expectOrders(pattern: string, expected: readonly string[]): Promise<void> {
    assert.deepEqual(await this.ordersLike(pattern), expected);
  }
}

/** The job of an order in a savepoint that an error of the database rolls back. */
export async function placedInVain(
  transaction: Transaction,
  library: Library,
  on: unknown,
): Promise<Job | undefined> {
  let job: Job | undefined;
  const vain = transaction(async (tx) => {
    job = await library.placeOrder(tx, 'vain box');
    await library.placeOrder(tx, 'vain box');
  }, on);
  await assert.rejects(vain);
  return job;
}

export async function expectStored(job: Job | undefined): Promise<void> {
  assert(job);
  assert.equal((await job.status()).state, 'waiting');
}

export async function expectAbsent(job: Pick<Job, 'id'> | undefined, queue = 'default') {
  assert(job);
  assert.equal(await findJob(job.id, { queue }), undefined);
}

import {
  close,
  configure,
  enqueueAfterCommit,
  findJob,
  Job,
  performAllLater,
  startWorker,
  TransactionNotSupportedError,
  Unique,
  withTransaction,
  type TransactionClient,
} from '@drover/core';
import { CompiledQuery, Kysely, PostgresDialect, type Generated, type Transaction } from 'kysely';
import { Client, Pool } from 'pg';
import {
  openEmbedded,
  type EmbeddedStore,
} from '../packages/core/src/adapters/bullmq/embedded/open-embedded';
import { startPostgres, type PostgresServer } from './support/postgres';
import { testRedisUrl, uniqueNamespace } from './support/redis';
import { waitFor } from './support/wait-for';

interface Database {
  orders: { id: Generated<number>; item: string };
}

const performed: unknown[] = [];

class ReceiptJob extends Job {
  perform(order: number) {
    performed.push(order);
  }
}

@Unique()
class OnceJob extends ReceiptJob {}

const jobs = [ReceiptJob, OnceJob];

beforeEach(() => void (performed.length = 0));

describe('enqueueAfterCommit(), with Kysely and jobs on Redis', () => {
  let database: EmbeddedStore;
  let db: Kysely<Database>;

  beforeAll(async () => {
    // Drover's own stand-in for a pool of pg: a PostgreSQL in this process.
    database = await openEmbedded({ schema: 'app' });
    await database.pool.query('CREATE TABLE orders (id serial PRIMARY KEY, item text UNIQUE)');
    const pool = database.pool as unknown as Pool;
    db = new Kysely({ dialect: new PostgresDialect({ pool }) });
    configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs, logLevel: 'silent' });
  });

  afterAll(async () => {
    await close();
    await database.close();
  });

  const place = (item: string) =>
    enqueueAfterCommit(() =>
      db.transaction().execute(async (trx) => {
        const { id } = await insert(trx, item);
        const job = await ReceiptJob.performLater(id);
        expect(await job.status()).toMatchObject({ state: 'unknown' });
        await insert(trx, `${item} box`);
        return job;
      }),
    );

  test('the job is there once the order is', async () => {
    const job = await place('lamp');
    expect(await job.status()).toMatchObject({ state: 'waiting' });
  });

  test('an order that is rolled back has no job', async () => {
    await insert(db, 'chair box');
    let job: ReceiptJob | undefined;
    await expect(
      enqueueAfterCommit(() =>
        db.transaction().execute(async (trx) => {
          job = await ReceiptJob.performLater((await insert(trx, 'chair')).id);
          await insert(trx, 'chair box');
        }),
      ),
    ).rejects.toThrow(/duplicate key/);
    expect(await job?.status()).toMatchObject({ state: 'unknown' });
    expect(job).toMatchObject({ enqueued: false, notEnqueuedBecause: 'rolledBack' });
  });

  test('the transaction of another database is refused', async () => {
    await expect(
      db
        .transaction()
        .execute((trx) => ReceiptJob.set({ transaction: clientOf(trx) }).performLater(1)),
    ).rejects.toBeInstanceOf(TransactionNotSupportedError);
  });
});

describe('an enqueue inside a transaction of PostgreSQL', () => {
  let postgres: PostgresServer | undefined;
  let pool: Pool;

  beforeAll(async () => {
    postgres = await startPostgres();
    if (!postgres) return;
    pool = new Pool({ connectionString: postgres.url, max: 4 });
    await pool.query('CREATE TABLE orders (id serial PRIMARY KEY, item text UNIQUE)');
    configure({ store: postgres.url, namespace: 'app_jobs', jobs, logLevel: 'silent' });
    // The first job of a queue makes a sequence, which others wait for.
    await ReceiptJob.performLater(0);
  });

  afterAll(async () => {
    await close();
    await pool?.end();
    await postgres?.stop();
  });

  /** A machine without the store has said so on its standard error. */
  const onStore = (what: string, run: (server: PostgresServer) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => {
      if (postgres) await run(postgres);
    });

  const inTransaction = async <T>(run: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ connectionString: postgres?.url });
    await client.connect();
    try {
      await client.query('BEGIN');
      return await run(client);
    } finally {
      await client.end();
    }
  };

  onStore('is seen by nobody before the commit, and by a worker soon after', async () => {
    const worker = await startWorker({ queues: ['default'] });
    await waitFor(() => performed.length > 0, { what: 'the first job' });
    await inTransaction(async (client) => {
      const { rows } = await client.query<{ path: string }>(
        "SELECT current_setting('search_path') AS path",
      );
      const job = await ReceiptJob.set({ transaction: client }).performLater(7);
      expect(job.enqueued).toBe(true);
      expect(await findJob(job.id, { queue: 'default' })).toBeUndefined();
      const after = await client.query("SELECT current_setting('search_path') AS path");
      expect(after.rows).toEqual(rows);
      await client.query('COMMIT');
      await waitFor(async () => (await job.status()).state === 'completed', {
        what: 'the job to run',
      });
      expect(performed).toContain(7);
    });
    await worker.stop();
  });

  onStore('is gone with a rollback, in every form of the enqueue', async () => {
    await inTransaction(async (client) => {
      const { id } = (
        await client.query<{ id: number }>("INSERT INTO orders (item) VALUES ('lamp') RETURNING id")
      ).rows[0] as { id: number };
      const enqueued = await withTransaction(client, async () => [
        await ReceiptJob.performLater(id),
        await ReceiptJob.set({ wait: '1 hour' }).performLater(id),
        await ReceiptJob.set({ priority: 2 }).performLater(id),
        ...(await performAllLater([ReceiptJob.build(id), ReceiptJob.build(id)])),
        ...(await performAllLater([OnceJob.build(99), ReceiptJob.build(id)])),
        await OnceJob.performLater(id),
      ]);
      const outside = await ReceiptJob.performLater(id);
      await client.query('ROLLBACK');
      for (const job of enqueued)
        expect(await findJob(job.id, { queue: 'default' })).toBeUndefined();
      expect(await outside.status()).toMatchObject({ state: 'waiting' });
    });
    const again = await OnceJob.performLater(1);
    expect(again.enqueued).toBe(true);
  });

  onStore('takes a job and those it waits for, few or many', async () => {
    const batch = (size: number) =>
      ReceiptJob.set({ after: Array.from({ length: size }, (_, id) => ReceiptJob.build(id)) });
    for (const size of [2, 250])
      await inTransaction(async (client) => {
        const store = () => withTransaction(client, () => batch(size).performLater(size));
        const undone = await store();
        await client.query('ROLLBACK');
        expect(await undone.status()).toMatchObject({ state: 'unknown' });
        await client.query('BEGIN');
        const kept = await store();
        expect(await kept.status()).toMatchObject({ state: 'unknown' });
        await client.query('COMMIT');
        expect(await kept.status()).toMatchObject({ state: 'waiting', waitsFor: size });
      });
  });

  onStore('meets the lock of a unique job, also one of its own transaction', async () => {
    await inTransaction(async (client) => {
      const first = await OnceJob.set({ transaction: client }).performLater(2);
      const second = await OnceJob.set({ transaction: client }).performLater(2);
      expect(second).toMatchObject({ enqueued: false, duplicateOf: first.id });
      await client.query('COMMIT');
      expect(await first.status()).toMatchObject({ state: 'waiting' });
    });
  });

  onStore('sends one statement at a time, whatever is enqueued at once', async () => {
    await inTransaction(async (client) => {
      let [open, most] = [0, 0];
      const transaction: TransactionClient = {
        async query(text, values) {
          most = Math.max(most, ++open);
          return client.query(text, values).finally(() => open--);
        },
      };
      const enqueued = await withTransaction(transaction, () =>
        Promise.all([
          performAllLater(['a', 'b', 'c'].map((queue) => ReceiptJob.build(1).set({ queue }))),
          ReceiptJob.performLater(1),
        ]),
      );
      await client.query('COMMIT');
      expect(most).toBe(1);
      for (const job of enqueued.flat())
        expect(await job.status()).toMatchObject({ state: 'waiting' });
    });
  });

  onStore('says so when the transaction is in another database', async (server) => {
    await pool.query('CREATE DATABASE elsewhere');
    const client = new Client({
      connectionString: server.url.replace(/\/postgres$/, '/elsewhere'),
    });
    await client.connect();
    await client.query('BEGIN');
    await expect(ReceiptJob.set({ transaction: client }).performLater(1)).rejects.toThrow(
      /it says that schema "app_jobs" does not exist/,
    );
    await client.end();
  });
});

const insert = (db: Kysely<Database>, item: string) =>
  db.insertInto('orders').values({ item }).returning('id').executeTakeFirstOrThrow();

const clientOf = (trx: Transaction<Database>): TransactionClient => ({
  query: (text, values) => trx.executeQuery(CompiledQuery.raw(text, values)),
});

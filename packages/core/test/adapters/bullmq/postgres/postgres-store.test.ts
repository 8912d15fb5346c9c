import { Queue, Worker } from 'bullmq';
import { Client, Pool } from 'pg';
import { startPostgres, type PostgresServer } from '../../../../../../tests/support/postgres';
import { uniqueNamespace } from '../../../../../../tests/support/redis';
import { waitFor } from '../../../../../../tests/support/wait-for';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import type { BullStore, StoreLocation } from '../../../../src/adapters/bullmq/store';
import { rejection } from '../../../support/rejection';
import { TcpProxy } from '../../../support/tcp-proxy';

const TIMEOUT = 2500;
/** For what succeeds: it costs nothing. */
const PATIENCE = 30_000;
/** What a busy machine may add. */
const SLACK = 5000;

describe('a PostgreSQL store', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let server: PostgresServer | undefined;
  let namespace: string;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    namespace = uniqueNamespace();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  /** Undefined on a machine without PostgreSQL, whose tests then have nothing to say. */
  const serverUrl = () => server && new URL(server.url);

  async function open(location: StoreLocation | URL): Promise<BullStore> {
    const where = location instanceof URL ? location.href : location;
    const store = await openStore(where, { namespace, enqueueTimeout: TIMEOUT });
    ends.push(() => store.close());
    return store;
  }

  function queueOf(store: BullStore): Queue {
    const { options, factory } = store.queueOptions();
    return new Queue('q', options, factory as never);
  }

  async function proxyFor(url: URL): Promise<TcpProxy> {
    const proxy = await TcpProxy.start(Number(url.port));
    ends.push(() => proxy.close());
    url.port = String(proxy.port);
    return proxy;
  }

  async function asServer(sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: server!.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  }

  async function refusal(location: StoreLocation | URL): Promise<string | undefined> {
    const store = await open(location);
    const { error, after } = await rejection(store.ready(TIMEOUT));
    expect(after).toBeLessThan(TIMEOUT + SLACK);
    expect(error.message).not.toContain('secret');
    return error.code;
  }

  it('makes its tables in a schema named after the namespace, and runs jobs', async () => {
    const url = serverUrl();
    if (!url) return;
    const store = await open(url);
    expect(await store.check({ production: true })).toEqual([]);
    expect(store.isReady).toBe(true);
    await queueOf(store).add('job', {}, { jobId: 'x1' });

    const done: string[] = [];
    const { options, factory } = store.workerOptions();
    const worker = new Worker(
      'q',
      async ({ id }) => void done.push(id!),
      options,
      factory as never,
    );
    worker.on('error', () => {});
    ends.push(() => worker.close(true));
    await waitFor(() => done.includes('x1'));
    expect(await asServer(`select id from "${namespace.replaceAll('-', '_')}".job`)).toHaveLength(
      1,
    );
  });

  it('makes its tables once when several processes start at once', async () => {
    const url = serverUrl();
    if (!url) return;
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(url)));
    await Promise.all(stores.map((store) => store.ready(PATIENCE)));
    const jobs = await Promise.all(stores.map((store) => queueOf(store).add('job', {})));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(4);
  });

  it('needs no right to create anything once its tables are there', async () => {
    const url = serverUrl();
    if (!url) return;
    const schema = namespace.replaceAll('-', '_');
    await (await open(url)).ready(PATIENCE);
    await asServer(`
      CREATE ROLE ${schema} LOGIN; GRANT USAGE ON SCHEMA "${schema}" TO ${schema};
      GRANT ALL ON ALL TABLES IN SCHEMA "${schema}" TO ${schema}; GRANT ALL ON ALL SEQUENCES IN SCHEMA "${schema}" TO ${schema}`);
    url.username = schema;
    const store = await open(url);
    await store.ready(PATIENCE);
    expect(store.isReady).toBe(true);
  });

  it("copies the application's pool, and never closes it", async () => {
    const url = serverUrl();
    if (!url) return;
    const pool = new Pool({ connectionString: url.href });
    ends.push(() => pool.end());
    const store = await open({ postgres: pool });
    await store.ready(PATIENCE);
    await queueOf(store).add('job', {});
    await store.close();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('tells apart what can be wrong', async () => {
    const url = serverUrl();
    if (!url) return;
    await asServer('CREATE ROLE poor LOGIN');
    const as = (username: string, database = 'postgres') =>
      Object.assign(new URL(url), { username, password: 'wrong-secret', pathname: `/${database}` });
    expect(await refusal(as('nobody'))).toBe('DROVER_STORE_AUTH');
    expect(await refusal(as('poor'))).toBe('DROVER_STORE_AUTH');
    expect(await refusal(as('drover', 'nowhere'))).toBe('DROVER_STORE_URL');
  });

  it('rejects in bounded time when nobody listens', async () => {
    expect(await refusal('postgres://me:secret@127.0.0.1:1/jobs')).toBe('DROVER_STORE_UNREACHABLE');
  });

  it('rejects in bounded time when connections are taken and nothing is answered', async () => {
    const url = serverUrl();
    if (!url) return;
    const proxy = await proxyFor(url);
    proxy.hold();
    expect(await refusal(url)).toBe('DROVER_STORE_UNREACHABLE');
  });

  it('rejects in bounded time when the server falls silent or refuses, and comes back by itself', async () => {
    const url = serverUrl();
    if (!url) return;
    const proxy = await proxyFor(url);
    const store = await open(url);
    await store.ready(PATIENCE);
    const queue = queueOf(store);
    await queue.add('job', {}, { jobId: 'before' });

    proxy.hold();
    expect((await rejection(queue.add('job', {}))).after).toBeLessThan(TIMEOUT + SLACK);
    await proxy.refuse();
    expect((await rejection(queue.add('job', {}))).after).toBeLessThan(TIMEOUT + SLACK);
    await proxy.pass();
    expect((await queue.add('job', {}, { jobId: 'after' })).id).toBe('after');
  });

  it('is ready after all when the server comes late', async () => {
    const url = serverUrl();
    if (!url) return;
    const proxy = await proxyFor(url);
    await proxy.refuse();
    const store = await open(url);
    await rejection(store.ready(TIMEOUT));
    await proxy.pass();
    await store.ready(PATIENCE);
    expect((await queueOf(store).add('job', {}, { jobId: 'x1' })).id).toBe('x1');
  });

  it('does not hang in close when the server is silent', async () => {
    const url = serverUrl();
    if (!url) return;
    const proxy = await proxyFor(url);
    const store = await open(url);
    await store.ready(PATIENCE);
    proxy.hold();
    const adding = rejection(queueOf(store).add('job', {}));
    const start = performance.now();
    await store.close();
    expect(performance.now() - start).toBeLessThan(SLACK);
    await adding;
  });
});

describe('an embedded store', () => {
  // The default namespace: its database is copied from a template that other tests share.
  it('waits for its database to be made, however long that takes, and keeps jobs', async () => {
    const store = await openStore('embedded:');
    await store.ready(100);
    const { options, factory } = store.queueOptions();
    const queue = new Queue('q', options, factory as never);
    await queue.add('job', {}, { jobId: 'x1' });
    expect(await queue.getJobCountByTypes('waiting')).toBe(1);
    await store.close();
    expect(store.isReady).toBe(false);
  });
});

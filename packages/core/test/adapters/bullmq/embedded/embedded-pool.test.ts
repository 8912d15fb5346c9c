import { setImmediate as nextMacrotask } from 'node:timers/promises';
import {
  openEmbedded,
  type EmbeddedStore,
} from '../../../../src/adapters/bullmq/embedded/open-embedded';

let store: EmbeddedStore;

beforeAll(async () => {
  store = await openEmbedded();
  await store.pool.query('CREATE TABLE public.note (text text PRIMARY KEY)');
});

afterEach(() => store.pool.query('TRUNCATE public.note'));
afterAll(() => store.close());

const notes = async () =>
  (await store.pool.query('SELECT text FROM note ORDER BY text')).rows.map(({ text }) => text);

describe('queries', () => {
  it('take the two forms pg takes, and answer in its shape', async () => {
    const { rows, rowCount } = await store.pool.query('SELECT $1::int AS one, $2::text[] AS list', [
      1,
      ['a', 'b"c'],
    ]);
    expect(rows).toEqual([{ one: 1, list: ['a', 'b"c'] }]);
    expect(rowCount).toBe(1);
    expect((await store.pool.query({ text: 'SELECT $1::text AS it', values: ['x'] })).rows).toEqual(
      [{ it: 'x' }],
    );
  });

  it('read int8 as text, as pg does', async () => {
    const { rows } = await store.pool.query(
      'SELECT 9007199254740993::int8 AS big, ARRAY[1,2]::int8[] AS list',
    );
    expect(rows).toEqual([{ big: '9007199254740993', list: ['1', '2'] }]);
  });

  it('tell how many rows a statement touched', async () => {
    const inserted = await store.pool.query('INSERT INTO note VALUES ($1), ($2)', ['a', 'b']);
    expect(inserted.rowCount).toBe(2);
  });

  it('fail with the SQLSTATE and the detail, and leave PGlite’s source out of the stack', async () => {
    await store.pool.query('INSERT INTO note VALUES ($1)', ['a']);
    const again = store.pool.query('INSERT INTO note VALUES ($1)', ['a']);
    await expect(again).rejects.toMatchObject({
      code: '23505',
      detail: 'Key (text)=(a) already exists.',
    });
    await expect(again.catch((error: Error) => error.stack)).resolves.not.toContain('electric-sql');
  });

  it('work again after a failure, with the same statement', async () => {
    const divide = (by: number) => store.pool.query('SELECT 6 / $1::int AS result', [by]);
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect((await divide(3)).rows).toEqual([{ result: 2 }]);
  });

  it('find BullMQ’s tables without naming their schema', async () => {
    expect((await store.pool.query('SELECT count(*) FROM job')).rows).toEqual([{ count: '0' }]);
  });
});

describe('a transaction', () => {
  it('keeps the queries of everybody else out until it ends', async () => {
    const client = await store.pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO note VALUES ($1)', ['mine']);
    const theirs = store.pool.query('INSERT INTO note VALUES ($1)', ['theirs']);
    await client.query('ROLLBACK');
    await theirs;
    expect(await notes()).toEqual(['theirs']);
    client.release();
  });

  it('is rolled back when its client is released', async () => {
    const client = await store.pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO note VALUES ($1)', ['lost']);
    client.release();
    expect(await notes()).toEqual([]);
  });

  it('runs what its client had asked for before the release', async () => {
    const client = await store.pool.connect();
    const asked = [
      client.query('BEGIN'),
      client.query("INSERT INTO note VALUES ('kept')"),
      client.query('COMMIT'),
    ];
    client.release();
    await Promise.all(asked);
    expect(await notes()).toEqual(['kept']);
  });

  it('cannot be left open by a query on the pool', async () => {
    await store.pool.query('BEGIN');
    await store.pool.query("INSERT INTO note VALUES ('kept')");
    const client = await store.pool.connect();
    await client.query('ROLLBACK');
    client.release();
    expect(await notes()).toEqual(['kept']);
  });
});

describe('a client', () => {
  it('can be released while nothing is asked', async () => {
    const client = await store.pool.connect();
    for (let turn = 0; turn < 5; turn++) await nextMacrotask();
    client.release();
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('hears the channels it listens to, and only those', async () => {
    const [reader, other] = [await store.pool.connect(), await store.pool.connect()];
    const heard: unknown[] = [];
    reader.on('notification', (message) => heard.push(message));
    other.on('notification', () => heard.push('the other client was told'));
    await reader.query('-- a comment\nLISTEN news');
    await other.query('LISTEN gossip');
    await store.pool.query("SELECT pg_notify('news', $1)", ['hello']);
    await reader.query('UNLISTEN news');
    await store.pool.query("SELECT pg_notify('news', $1)", ['unheard']);
    expect(heard).toEqual([{ channel: 'news', payload: 'hello', processId: 0 }]);
    reader.release();
    other.release();
  });

  it('has a name of its own, which leaves the list when it is released', async () => {
    const named = async () =>
      (
        await store.pool.query(
          "SELECT application_name FROM pg_stat_activity WHERE application_name <> ''",
        )
      ).rows;
    const client = await store.pool.connect();
    await client.query("SELECT set_config('application_name', $1, false)", ['mailers']);
    expect(await named()).toEqual([{ application_name: 'mailers' }]);
    client.release();
    client.release();
    expect(await named()).toEqual([]);
  });

  it('has a search path of its own', async () => {
    const client = await store.pool.connect();
    const path = async (on: Pick<typeof client, 'query'>) =>
      (await on.query('SHOW search_path')).rows;
    await client.query('SET search_path TO public');
    expect(await path(store.pool)).toEqual([{ search_path: 'bullmq, public' }]);
    expect(await path(client)).toEqual([{ search_path: 'public' }]);
    client.release();
  });
});

it('lets timers run while queries follow one another without a pause', async () => {
  let ticked = false;
  const timer = setTimeout(() => (ticked = true), 1);
  for (let query = 0; !ticked && query < 10_000; query++) await store.pool.query('SELECT 1');
  clearTimeout(timer);
  expect(ticked).toBe(true);
});

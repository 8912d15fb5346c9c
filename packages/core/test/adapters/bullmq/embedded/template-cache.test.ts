import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openEmbedded } from '../../../../src/adapters/bullmq/embedded/open-embedded';

let cacheDir: string;

beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'drover-cache-'));
});

afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

const template = () => join(cacheDir, readdirSync(cacheDir)[0] ?? '');

async function openAndClose(): Promise<void> {
  const store = await openEmbedded({ cacheDir });
  await store.pool.query('SELECT count(*) FROM job');
  await store.close();
}

/** The template is written once and not again, so its inode tells whether it was used. */
const identity = () => statSync(template()).ino;

describe('the template', () => {
  it('is kept by the first store that is opened, and nothing beside it', async () => {
    await openAndClose();
    expect(readdirSync(cacheDir)).toEqual([expect.stringMatching(/^pglite-0\.5\.\d+\.tar\.gz$/)]);
  });

  it('is what the next store starts from, whatever its schema', async () => {
    const before = identity();
    const store = await openEmbedded({ cacheDir, schema: 'another' });
    expect(identity()).toBe(before);
    expect((await store.pool.query('SELECT count(*) FROM another.job')).rows).toHaveLength(1);
    await store.close();
  });

  it.each([
    ['was cut short', () => readFileSync(template()).subarray(0, 100_000)],
    ['is no archive', () => Buffer.from('not an archive')],
    ['holds no database', () => gzipSync('not a database')],
  ])('is thrown away and made anew when it %s', async (_, damaged) => {
    const good = statSync(template()).size;
    writeFileSync(template(), damaged());
    await openAndClose();
    expect(statSync(template()).size).toBeGreaterThan(good / 2);
    await openAndClose();
  });
});

it('does without when nothing can be written', async () => {
  const file = join(cacheDir, 'a-file');
  writeFileSync(file, '');
  const store = await openEmbedded({ cacheDir: join(file, 'below') });
  expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await store.close();
});

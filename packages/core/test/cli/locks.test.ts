import { testRedisUrl, uniqueNamespace } from '../../../../tests/support/redis';
import { close, configure, InvalidOptionsError, Job, locks, releaseLock } from '../../src/index';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { typed } from './terminal';

class MutexJob extends Job {
  perform() {}
}

const home = process.cwd();
const folder = mkdtempSync(path.join(tmpdir(), 'drover-cli-'));
const namespace = uniqueNamespace();

beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  configure({ store: testRedisUrl(), namespace, jobs: [], logLevel: 'silent' });
});
afterEach(() => close());

/** Held by a process that is gone: a command closes the application behind it. */
async function held(...keys: readonly string[]): Promise<string[]> {
  const application = configure({ store: testRedisUrl(), namespace, jobs: [], logLevel: 'silent' });
  const jobs = keys.map(() => MutexJob.build());
  for (const [index, key] of keys.entries()) {
    const holder = { name: 'MutexJob', queue: 'default', jobId: jobs[index]?.id ?? '' };
    const request = { key: `lock:${key}`, owner: key, ttl: 60_000, holder };
    await application.locks.store().acquire(request);
  }
  return jobs.map(({ id }) => id);
}

test('the locks that are held are listed, the oldest first, and filtered', async () => {
  const [first, second] = await held('inbox::1', 'größe 受信箱');
  expect(await locks()).toMatchObject([
    { kind: 'lock', key: 'inbox::1', name: 'MutexJob', queue: 'default', jobId: first },
    { kind: 'lock', key: 'größe 受信箱', jobId: second },
  ]);
  expect(await locks({ key: 'größe 受信箱' })).toHaveLength(1);
  expect(await locks({ jobId: String(first) })).toHaveLength(1);
  expect(await locks({ name: 'OtherJob' })).toEqual([]);
  expect(await locks({ kind: 'limit' })).toEqual([]);
  expect(await locks({ key: 'inbox::1', kind: 'limit' })).toEqual([]);
  await expect(locks({ owner: 'x' } as object)).rejects.toThrow(InvalidOptionsError);
});

test('a lock is released by its key, of every kind or of one', async () => {
  await held('inbox::1');
  expect(await releaseLock('inbox::1', { kind: 'limit' })).toBe(0);
  expect(await releaseLock('inbox::1')).toBe(1);
  expect(await releaseLock('inbox::1')).toBe(0);
});

test('drover locks shows them as a table', async () => {
  const [id] = await held('inbox::2');
  const { code, out } = await typed('locks');
  expect(code).toBe(0);
  expect(out).toMatch(/^KIND +KEY +CLASS +QUEUE +HELD +EXPIRES IN +JOB$/m);
  expect(out).toMatch(new RegExp(`^lock +inbox::2 +MutexJob +default +\\d+ms +59s +${id}$`, 'm'));
});

test('drover locks --json is for programs', async () => {
  await held('inbox::2');
  const { out } = await typed('locks', '--name', 'MutexJob', '--kind', 'lock', '--json');
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ kind: 'lock', key: 'inbox::2', since: expect.any(Number) }),
  );
});

test('drover locks release frees one, and says when there is none', async () => {
  await held('inbox::3');
  expect(await typed('locks', 'release', 'inbox::3')).toMatchObject({
    code: 0,
    out: 'released 1 lock\n',
  });
  configure({ store: testRedisUrl(), namespace, jobs: [], logLevel: 'silent' });
  expect(await typed('locks', 'release', 'inbox::3', '--json')).toMatchObject({
    code: 1,
    out: '{\n  "released": 0\n}\n',
  });
});

test.each([[['locks', 'release']], [['locks', 'free', 'inbox::3']]])(
  'drover %s is refused with the form it takes',
  async (argv) => {
    const { code, err } = await typed(...argv);
    expect(code).toBe(1);
    expect(err).toContain('drover locks release KEY');
  },
);

test('an empty list says so', async () => {
  configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs: [] });
  expect(await typed('locks')).toMatchObject({ out: 'No lock is held.\n' });
});

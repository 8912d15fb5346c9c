import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfigFile } from '../../../src/worker/config-file/load-config-file';

const CONTEXT = { environment: 'test', variables: {} };

const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'drover-config-'));
  mkdirSync(path.join(folder, 'config'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

test('config/queues.yml is read, else config/sidekiq.yml, else nothing', async () => {
  expect(await loadConfigFile(undefined, CONTEXT)).toBeUndefined();
  writeFileSync('config/sidekiq.yml', ':concurrency: 1\n');
  expect(await loadConfigFile(undefined, CONTEXT)).toMatchObject({
    file: 'config/sidekiq.yml',
    concurrency: 1,
  });
  writeFileSync('config/queues.yml', 'concurrency: 2\n');
  expect(await loadConfigFile(undefined, CONTEXT)).toMatchObject({
    file: 'config/queues.yml',
    concurrency: 2,
  });
});

test('a file that is named is read instead, and must be there', async () => {
  writeFileSync('config/queues.yml', 'concurrency: 2\n');
  writeFileSync('other.yml', 'concurrency: 3\n');
  expect(await loadConfigFile('other.yml', CONTEXT)).toMatchObject({ concurrency: 3 });
  await expect(loadConfigFile('none.yml', CONTEXT)).rejects.toThrow(
    'The configuration file: expected a file that exists, got "none.yml".',
  );
});

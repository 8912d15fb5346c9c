import path from 'node:path';
import { discoverJobs } from '../../src/registry/discover-jobs';
import { JobRegistry } from '../../src/registry/job-registry';

const fixtures = path.join(__dirname, '../fixtures');

async function discovered(folder: string): Promise<JobRegistry> {
  const registry = new JobRegistry();
  await discoverJobs(path.join(fixtures, folder), registry);
  return registry;
}

test('every concrete job class below the folder is found, tests and declarations left out', async () => {
  expect((await discovered('jobs')).names()).toEqual(['GoodbyeJob', 'HelloJob']);
});

test('a class that two files export is one class', async () => {
  const { where } = (await discovered('jobs')).list().find(({ name }) => name === 'HelloJob') ?? {};
  expect(where).toMatch(/hello\.job\.ts$/);
});

test('a folder that does not exist holds no jobs', async () => {
  expect((await discovered('nowhere')).names()).toEqual([]);
});

test('a job file that throws is named, and its error kept', async () => {
  const error: unknown = await discovered('broken-jobs').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'DROVER_JOB_FILE', cause: { message: 'missing API key' } });
  expect((error as Error).message).toMatch(/broken\.job\.ts failed: missing API key/);
});

test('two classes with one name are refused, and both files named', async () => {
  await expect(discovered('duplicate-jobs')).rejects.toMatchObject({
    code: 'DROVER_DUPLICATE_JOB_NAME',
    message: expect.stringMatching(/one\.job\.ts.*two\.job\.ts/),
  });
});

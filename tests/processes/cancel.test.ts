import path from 'node:path';
import { cancel, close, configure, jobStatus } from '@drover/core';
import { entries } from '../support/journal';
import { NodeProcess } from '../support/node-process';
import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { SharedFiles } from '../support/shared-files';
import { waitFor } from '../support/wait-for';
import { LongJob } from './app/jobs/long.job';

/** What a busy machine may add: to hear of it with a beat would take ten seconds. */
const SLACK = 4000;

describe.each(['redis', 'postgres'] as const)('cancelling on %s', (name) => {
  let files: SharedFiles;
  const workers: NodeProcess[] = [];
  let postgres: PostgresServer | undefined;
  let shared: { store: string; namespace: string } | undefined;

  beforeAll(async () => {
    files = new SharedFiles();
    postgres = name === 'postgres' ? await startPostgres() : undefined;
    const store = name === 'redis' ? testRedisUrl() : postgres?.url;
    if (store === undefined) return;
    shared = { store, namespace: uniqueNamespace() };
    configure({ ...shared, jobs: [] });
    workers.push(await start(), await start());
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await close();
    await postgres?.stop();
    files.remove();
  });

  const app = () => ({
    cwd: path.join(__dirname, 'app'),
    env: { ...files.env, APP_OPTIONS: JSON.stringify(shared) },
  });
  const start = () => NodeProcess.worker(['--concurrency', '1'], app());

  const isRunning = (job: LongJob) =>
    waitFor(async () => (await job.status()).state === 'active', { what: 'the job to run' });

  test('a run in another process ends within a second, and the state says so', async () => {
    if (!shared) return;
    const [one, other] = [await LongJob.performLater(), await LongJob.performLater()];
    await Promise.all([isRunning(one), isRunning(other)]);
    const asked = Date.now();
    expect(await cancel(one.id)).toBe('aborted');
    const aborted = await waitFor(() => entries('aborted', { jobId: one.id })[0]);
    expect(aborted).toMatchObject({ name: 'JobCancelledError' });
    expect(aborted.at - asked).toBeLessThan(1000 + SLACK);
    expect(await jobStatus(one.id)).toMatchObject({ state: 'cancelled', executions: 1 });
    expect(await other.status()).toMatchObject({ state: 'active' });
    expect(await other.cancel()).toBe('aborted');
  });

  test('the command line cancels what runs and what waits', async () => {
    if (!shared) return;
    const jobs = [await LongJob.performLater(), await LongJob.performLater()];
    await Promise.all(jobs.map(isRunning));
    const waits = await LongJob.performLater();
    const ids = [waits, ...jobs].map(({ id }) => id);
    const { code, stdout, stderr } = await NodeProcess.drover(
      ['cancel', ...ids, 'nobody', '--json'],
      app(),
    ).exit;
    expect({ code, answers: JSON.parse(stdout) as unknown, stderr }).toEqual({
      code: 1,
      answers: {
        [ids[0] as string]: 'removed',
        [ids[1] as string]: 'aborted',
        [ids[2] as string]: 'aborted',
        nobody: false,
      },
      stderr: 'nobody names no job that waits or runs\n',
    });
    expect(entries('perform', { jobId: waits.id })).toEqual([]);
  });
});

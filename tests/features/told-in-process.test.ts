import { Job, processes, quietProcess, startWorker, stopProcess } from '@drover/core';
import { stageOn, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';

class PingJob extends Job {
  perform(): string {
    return 'pong';
  }
}

let stage: StoreStage | undefined;

beforeAll(async () => {
  stage = await stageOn('embedded', { jobs: [PingJob], logLevel: 'silent' });
});
afterAll(() => stage?.close());

test('a process that started its workers itself outlives them, and can start another', async () => {
  const workers = [await startWorker({ queues: ['one'] }), await startWorker({ queues: ['two'] })];
  const [found] = await waitFor(async () => {
    const list = await processes();
    return list[0]?.queues.length === 2 ? list : undefined;
  });
  const { id } = found!;

  await quietProcess(id);
  await waitFor(() => workers.every(({ isQuiet }) => isQuiet));
  expect(workers.some(({ isStopped }) => isStopped)).toBe(false);
  await waitFor(async () => (await processes())[0]?.quiet === true);
  const [quiet] = await processes();
  expect(quiet).not.toHaveProperty('commanded');

  await stopProcess(id);
  await waitFor(() => workers.every(({ isStopped }) => isStopped));
  await waitFor(async () => (await processes()).length === 0);

  const next = await startWorker();
  const job = await PingJob.performLater();
  expect(await job.result({ timeout: 20_000 })).toBe('pong');
  expect(await processes()).toMatchObject([{ id, quiet: false }]);
  await next.stop();
});

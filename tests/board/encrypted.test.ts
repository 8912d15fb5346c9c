import { configure, currentApplication, jobStatus, startWorker, type Job } from '@drover/core';
import { generateKey } from '../../packages/core/src/serialization/encryption/encryption-key';
import { HOWS, LEAKS, LeakyJob, SECRETS } from '../encryption/jobs';
import { stageOn, type StoreName, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { getRoutes } from './get-routes';
import { BoardStage } from './stage';

const AT = new Date('2026-03-17T08:00:00Z');
const OVER = ['failed', 'completed', 'delayed', 'discarded'];

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('what is encrypted, on %s', (name) => {
  let store: StoreStage | undefined;
  let stage: BoardStage;
  const jobs: Job[] = [];

  beforeAll(async () => {
    const encryption = { keys: [generateKey()] };
    store = await stageOn(name, { jobs: [LeakyJob], logLevel: 'silent', encryption });
    stage = await BoardStage.open({ authorize: () => 'write' });
    if (!store) return;
    for (const how of HOWS) jobs.push(await LeakyJob.performLater(how, SECRETS, AT));
    const worker = await startWorker({ queues: ['leaks'] });
    // One of them has gone to another queue.
    for (const { id } of jobs)
      await waitFor(async () => OVER.includes((await jobStatus(id)).state));
    await worker.stop();
    jobs.push(await LeakyJob.performLater('complete', SECRETS, AT));
    const args = ['complete', SECRETS, AT] as ['complete', typeof SECRETS, Date];
    await currentApplication().schedule.add('leaky', { job: LeakyJob, cron: '@daily', args });
  }, 120_000);

  afterAll(async () => {
    await stage.close();
    await store?.close();
  });

  test('is on no route, however a job says it', async () => {
    if (!store) return;
    let shown = 0;
    for (const route of getRoutes('leaks', jobs)) {
      const { status, text } = await stage.ask(route);
      expect([route, status < 500, LEAKS.exec(text)?.[0]]).toEqual([route, true, undefined]);
      expect([route, text.includes('$encrypted')]).toEqual([route, false]);
      if (text.includes('[ENCRYPTED]')) shown += 1;
    }
    expect(shown).toBeGreaterThanOrEqual(10);
  }, 60_000);

  test('is not found by a search, and its job is', async () => {
    if (!store) return;
    const search = async (argument: string) =>
      (await stage.ask(`/jobs/search?name=LeakyJob&argument=${encodeURIComponent(argument)}`)).text;
    expect(await search('8675309')).toContain('None that fits');
    expect(await search('[ENCRYPTED]')).toContain(jobs[0]?.id);
  });

  test('is encrypted when a job is added by hand, and refused where the board shows it', async () => {
    if (!store) return;
    const add = (args: readonly unknown[]) =>
      stage.ask('/jobs/api/queues/leaks/add', {
        method: 'POST',
        body: { name: 'LeakyJob', data: args, options: {} },
      });
    const { status, text } = await add(['complete', SECRETS, { $date: AT.toISOString() }]);
    expect(status).toBe(200);
    expect(text).toContain('[ENCRYPTED]');
    expect(text).not.toMatch(LEAKS);
    expect((await add(['[ENCRYPTED]', '[ENCRYPTED]', '[ENCRYPTED]'])).status).toBe(422);
  });
});

test('is shown so by a board without the key, or without the class, too', async () => {
  const encryption = { keys: [generateKey()] };
  const store = await stageOn('redis', { jobs: [LeakyJob], logLevel: 'silent', encryption });
  const stage = await BoardStage.open({ authorize: () => 'read' });
  const { id } = await LeakyJob.performLater('complete', SECRETS, AT);
  const worker = await startWorker({ queues: ['leaks'] });
  await waitFor(async () => (await jobStatus(id)).state === 'completed');
  await worker.stop();
  for (const jobs of [[LeakyJob], []]) {
    configure({ ...currentApplication().options, jobs, encryption: { keys: [] } });
    const { text } = await stage.ask(`/jobs/api/queues/leaks/${id}`);
    expect(text).toContain('"returnValue":"[ENCRYPTED]"');
    expect(text).toContain('"arguments":["[ENCRYPTED]","[ENCRYPTED]","[ENCRYPTED]"]');
    expect(text).not.toMatch(/\$encrypted|correct|battery/);
  }
  await stage.close();
  await store?.close();
});

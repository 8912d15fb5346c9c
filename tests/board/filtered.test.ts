import { inspect } from 'node:util';
import { currentApplication, Job, QueueAs, RetryOn, startWorker } from '@drover/core';
import type { Queue } from 'bullmq';
import { stageOn, type StoreName, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { getRoutes } from './get-routes';
import { BoardStage } from './stage';

/** With what JSON and addresses write otherwise, and a number. */
const SECRETS = {
  password: 'correct "horse"\nbattery',
  token: 'a b&c=dé',
  secretNumber: 8_675_309,
};
const LEAKS = /correct|horse|battery|a b&c|b%26c|8675309|8,675,309/;

type How = 'fail' | 'complete' | 'retry';

class Away extends Error {}

/** Says what it was given wherever it can. */
@QueueAs('leaks')
@RetryOn(Away, { wait: '1 hour' })
class LeakyJob extends Job {
  async perform(how: How, secrets: typeof SECRETS): Promise<unknown> {
    const said = `${Object.values(secrets).join(' ')} ${JSON.stringify(secrets)} ${inspect(secrets)}`;
    const address = `https://example.test/?token=${encodeURIComponent(secrets.token)}`;
    this.logger.info(said);
    this.progress({ said, address });
    if (how === 'complete') return { said, again: [secrets, address] };
    const cause = new Error(said);
    throw how === 'retry' ? new Away(said, { cause }) : new Error(`${address} ${said}`, { cause });
  }
}

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('what is filtered, on %s', (name) => {
  let store: StoreStage | undefined;
  let stage: BoardStage;
  const jobs: Job[] = [];

  beforeAll(async () => {
    store = await stageOn(name, { jobs: [LeakyJob], logLevel: 'silent', queues: ['leaks'] });
    stage = await BoardStage.open({ authorize: () => 'write' });
    if (!store) return;
    for (const how of ['fail', 'complete', 'retry'] as const)
      jobs.push(await LeakyJob.performLater(how, SECRETS));
    const states = ['failed', 'completed', 'delayed'];
    const worker = await startWorker({ queues: ['leaks'] });
    for (const [index, job] of jobs.entries())
      await waitFor(async () => (await job.status()).state === states[index]);
    const child = LeakyJob.build('fail', SECRETS);
    const parent = LeakyJob.set({ queue: 'nobody', after: [child], whenFailed: 'run' });
    await parent.performLater('complete', SECRETS);
    await waitFor(async () => (await child.status()).state === 'failed');
    jobs.push(child);
    await worker.stop();
    jobs.push(await LeakyJob.performLater('complete', SECRETS));
    // What others left beside Drover's jobs.
    const queue = (await currentApplication().adapter.nativeQueue?.('leaks')) as Queue;
    const template = { name: 'Foreign', data: { user: 'ada', ...SECRETS } };
    await queue.upsertJobScheduler('foreign', { every: 3_600_000, offset: 5000 }, template);
  });

  afterAll(async () => {
    await stage.close();
    await store?.close();
  });

  test('is on no route, however a job says it', async () => {
    if (!store) return;
    let filtered = 0;
    for (const route of getRoutes('leaks', jobs)) {
      const { status, text } = await stage.ask(route);
      expect([route, status < 500, LEAKS.exec(text)?.[0]]).toEqual([route, true, undefined]);
      if (text.includes('[FILTERED]')) filtered += 1;
    }
    // Lists, jobs, logs, and the search.
    expect(filtered).toBeGreaterThanOrEqual(10);
    const child = jobs[3]?.id ?? '';
    const tree = await stage.ask(`/jobs/api/queues/leaks/${child}/flow`);
    const { flowRoot } = tree.json as {
      readonly flowRoot: { readonly ignoredChildFailureReasons: object };
    };
    const filteredText = expect.stringContaining('[FILTERED]');
    expect(flowRoot).toMatchObject({ children: [{ id: child, progress: { said: filteredText } }] });
    expect(Object.values(flowRoot.ignoredChildFailureReasons)).toEqual([filteredText]);
  });
});

test('without arguments in logs, the board shows none either', async () => {
  const store = await stageOn('redis', { jobs: [LeakyJob], logArguments: false });
  const stage = await BoardStage.open({ authorize: () => 'read' });
  const job = await LeakyJob.performLater('complete', SECRETS);
  const { text } = await stage.ask(`/jobs/api/queues/leaks/${job.id}`);
  expect(text).toContain('[HIDDEN]');
  expect(text).not.toMatch(LEAKS);
  await stage.close();
  await store?.close();
});

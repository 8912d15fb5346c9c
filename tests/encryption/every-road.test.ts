import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  currentApplication,
  failedJobs,
  findJob,
  jobStatus,
  locks,
  performAllLater,
  retryJobs,
  schedule,
  startWorker,
  type Job,
  type JobSummary,
} from '@drover/core';
import { FakeAdapter } from '@drover/testing';
import { generateKey } from '../../packages/core/src/serialization/encryption/encryption-key';
import { STORES, stageOn, type StoreName, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import {
  AgainJob,
  Current,
  HOWS,
  LEAKS,
  LeakyJob,
  LimitedJob,
  OnceJob,
  PartlyJob,
  SECRETS,
  type How,
} from './jobs';
import { storeDump } from './store-dump';

const AT = new Date('2026-03-17T08:00:00Z');
const QUEUES = ['leaks', 'elsewhere', 'partly', 'unique', 'limited'];

/** What becomes of a run of each. */
const ENDS: Readonly<Record<How, string>> = {
  ...{ fail: 'failed', complete: 'completed', retry: 'delayed', discard: 'discarded' },
  ...{ ask: 'delayed', snooze: 'delayed', move: 'delayed', step: 'delayed' },
};

async function perform(jobs: readonly Job[], states: readonly string[]): Promise<void> {
  const { adapter } = currentApplication();
  if (adapter instanceof FakeAdapter) {
    await adapter.run({ until: Date.now(), recursive: false });
    return;
  }
  const worker = await startWorker({ queues: QUEUES });
  for (const [index, { id }] of jobs.entries())
    await waitFor(async () => (await jobStatus(id)).state === states[index], {
      what: states[index] ?? '',
    });
  await worker.stop();
}

describe.each(STORES)('what is @Encrypted, on %s', (name: StoreName) => {
  let stage: StoreStage | undefined;
  const lines: string[] = [];
  const told: JobSummary[] = [];

  beforeAll(async () => {
    const write = (line: unknown) => void lines.push(JSON.stringify(line, ownTexts));
    stage = await stageOn(name, {
      jobs: [LeakyJob, PartlyJob, AgainJob, OnceJob, LimitedJob],
      encryption: { keys: [generateKey()] },
      logger: { debug: write, info: write, warn: write, error: write },
      logLevel: 'debug',
    });
    for (const event of ['enqueued', 'performStarted', 'performed', 'retryScheduled'] as const)
      stage?.app.events.on(event, ({ job }) => void told.push(job));
    stage?.app.events.on('bulkEnqueued', ({ jobs }) => void told.push(...jobs));
  }, 120_000);
  beforeEach(() => {
    // Whatever waits there runs with the next.
    if (stage?.app.adapter instanceof FakeAdapter) stage.app.adapter.clear();
  });
  afterAll(() => stage?.close());

  const onStore = (what: string, run: () => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect, jest/valid-title -- they are in what is run
    test(
      what,
      async () => {
        if (stage) await run();
      },
      60_000,
    );

  onStore(
    'reaches perform as it was, and is in plain text neither in the store nor told',
    async () => {
      LeakyJob.seen = [];
      const enqueue = (how: How) =>
        Current.run({ account: SECRETS.password }, () => LeakyJob.performLater(how, SECRETS, AT));
      const jobs: LeakyJob[] = [];
      for (const how of HOWS) jobs.push(await enqueue(how));
      const bulk = [LeakyJob.build('complete', SECRETS, AT)];
      await performAllLater(bulk);
      await perform([...jobs, ...bulk], [...HOWS.map((how) => ENDS[how]), 'completed']);

      expect(LeakyJob.seen).toHaveLength(HOWS.length + 1);
      for (const [, secrets, at] of LeakyJob.seen as [How, typeof SECRETS, Date][])
        expect(isDeepStrictEqual([secrets, at], [SECRETS, AT])).toBe(true);
      expect(LeakyJob.seen[0]).toEqual(['fail', SECRETS, AT, undefined, SECRETS.password]);

      expect(LEAKS.exec(await storeDump(name))?.[0]).toBeUndefined();
      expect(LEAKS.exec(lines.join('\n'))?.[0]).toBeUndefined();
      expect(lines.join('\n')).toContain('with arguments: \\"[ENCRYPTED]\\", \\"[ENCRYPTED]\\"');
      expect(LEAKS.exec(JSON.stringify(told))?.[0]).toBeUndefined();
      expect(told.every(({ args }) => args?.every((each) => each === '[ENCRYPTED]'))).toBe(true);
    },
  );

  onStore('goes on after a retry, a snooze, another queue and a step as it was', async () => {
    LeakyJob.seen = [];
    const jobs = [];
    for (const how of ['retry', 'ask', 'snooze', 'move', 'step'] as const)
      jobs.push(await LeakyJob.performLater(how, SECRETS, AT));
    await perform(
      jobs,
      jobs.map(() => 'delayed'),
    );
    const { adapter } = currentApplication();
    if (adapter instanceof FakeAdapter) {
      await adapter.run({ until: Date.now() + 3_600_001, recursive: false });
      const again = (LeakyJob.seen as [How, typeof SECRETS, Date, typeof SECRETS][]).slice(5);
      expect(again.map(([how]) => how).toSorted()).toEqual(
        ['complete', 'move', 'retry', 'snooze', 'step'].toSorted(),
      );
      for (const [, secrets, at, kept] of again)
        expect([secrets, at, kept]).toEqual([SECRETS, AT, SECRETS]);
    }
    const step = jobs[4] as LeakyJob;
    expect((await step.status()) as unknown).toMatchObject({
      ...{ state: 'delayed', steps: { current: { name: 'rows', cursor: SECRETS } } },
    });
  });

  onStore('comes back from the store to whoever has the key', async () => {
    const job = await LeakyJob.performLater('complete', SECRETS, AT);
    await perform([job], ['completed']);
    expect(await job.result()).toMatchObject({ again: [SECRETS, expect.anything()] });
    const found = await findJob(job.id, { queue: 'leaks' });
    expect(await found?.status()).toMatchObject({
      result: { again: [SECRETS, expect.anything()] },
    });
  });

  onStore('is retried by hand with what it was enqueued with', async () => {
    if (name === 'test') return;
    LeakyJob.seen = [];
    const job = await LeakyJob.performLater('fail', SECRETS, AT);
    await perform([job], ['failed']);
    const [failed] = await failedJobs({ id: job.id });
    expect(failed?.args).toEqual([0, 1, 2].map(() => ({ $encrypted: expect.any(String) })));
    expect(failed?.error.message).toContain('[ENCRYPTED]');
    await retryJobs({ id: job.id });
    await perform([job], ['failed']);
    expect(LeakyJob.seen).toEqual([0, 1].map(() => ['fail', SECRETS, AT, undefined, undefined]));
  });

  onStore('is enqueued anew under another id', async () => {
    AgainJob.runs = [];
    const { id } = await AgainJob.performLater(SECRETS.token);
    const { adapter } = currentApplication();
    if (adapter instanceof FakeAdapter) await adapter.drain();
    else {
      const worker = await startWorker({ queues: QUEUES });
      await waitFor(() => AgainJob.runs.length === 2);
      await worker.stop();
    }
    const [first, second] = AgainJob.runs;
    expect(first).toEqual({ id, token: SECRETS.token });
    expect(second).toEqual({ id: expect.not.stringContaining(id), token: SECRETS.token });
  });

  onStore('may be some of the arguments', async () => {
    const job = await PartlyJob.performLater('the account', SECRETS.token);
    await perform([job], ['failed']);
    expect(LEAKS.exec(await storeDump(name))?.[0]).toBeUndefined();
    expect(await job.status()).toMatchObject({
      error: { message: 'the account with [ENCRYPTED]' },
    });
    expect(told.at(-1)?.args).toEqual(['the account', '[ENCRYPTED]']);
  });

  onStore('is unique by a key that nobody can read or guess', async () => {
    const first = await OnceJob.performLater(SECRETS.token);
    const again = await OnceJob.performLater(SECRETS.token);
    expect(again.duplicateOf).toBe(first.id);
    expect((await OnceJob.performLater('another')).enqueued).toBe(true);
    const keys = (await locks({ kind: 'unique', jobId: first.id })).map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^unique:OnceJob:[\w-]{22}$/)]);
    const guess = hash('sha256', JSON.stringify([SECRETS.token]), 'base64url');
    expect(keys[0]).not.toContain(guess.slice(0, 22));
    expect(LEAKS.exec(await storeDump(name))?.[0]).toBeUndefined();
  });

  onStore('has its slots and locks under such keys, too', async () => {
    if (name === 'test') return;
    const job = await LimitedJob.performLater(SECRETS.token);
    const worker = await startWorker({ queues: ['limited'] });
    await waitFor(async () => (await locks({ jobId: job.id })).length === 3);
    const keys = (await locks({ jobId: job.id })).map(({ kind, key }) => `${kind}:${key}`);
    expect(keys.toSorted()).toEqual([
      expect.stringMatching(/^limit:LimitedJob\/[\w-]{22}$/),
      expect.stringMatching(/^lock:[\w-]{22}$/),
      expect.stringMatching(/^uniqueRun:limited:LimitedJob:[\w-]{22}$/),
    ]);
    expect(LEAKS.exec(await storeDump(name))?.[0]).toBeUndefined();
    LimitedJob.end();
    await waitFor(async () => (await job.status()).state === 'completed');
    await worker.stop();
  });

  onStore('is so in the schedule', async () => {
    const args = ['complete', SECRETS, AT] as [How, typeof SECRETS, Date];
    await schedule.add('leaky', { job: LeakyJob, cron: '0 2 * * *', args });
    await schedule.update('leaky', { description: 'changed' });
    await schedule.update('leaky', { job: LeakyJob });
    const listed = (await schedule.list()).find((entry) => entry.name === 'leaky');
    expect(listed?.args).toEqual([0, 1, 2].map(() => ({ $encrypted: expect.any(String) })));
    const job = (await schedule.runNow('leaky')) as LeakyJob;
    expect(job.arguments).toEqual(args);
    await schedule.update('leaky', { args: ['fail', SECRETS, AT] });
    expect(LEAKS.exec(await storeDump(name))?.[0]).toBeUndefined();
    await schedule.remove('leaky');
  });
});

/** What an Error has is not enumerable. */
function ownTexts(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { message, stack, cause } = value;
  return { ...(value as object), message, stack, cause };
}

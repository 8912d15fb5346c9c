import {
  attribute,
  cancel,
  close,
  configure,
  defineContext,
  failedJobs,
  Job,
  jobStatus,
  locks,
  performAllLater,
  Sandboxed,
  startWorker,
  withAmbient,
} from '@drover/core';
import { entries } from '../support/journal';
import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { CheckedJob } from './app/jobs/sandboxed/checked.job';
import { ComputeJob } from './app/jobs/sandboxed/compute.job';
import { ImpatientJob, LonelyJob, ThreadJob } from './app/jobs/sandboxed/thread.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

describe('a job that computes for three times as long as its lock lasts', () => {
  const LOCK = 3000;

  test('runs once, in a thread, while other jobs go on; the thread is used again', async () => {
    const crew = new Crew({ concurrency: 2, lockDuration: LOCK, stalledInterval: LOCK });
    try {
      const worker = await crew.start();
      await crew.start();
      const long = await ComputeJob.performLater(3 * LOCK);
      const { pid } = await waitFor(() => entries('perform', { jobId: long.id })[0]);
      let others = 0;
      while (entries('done', { jobId: long.id }).length === 0) {
        // Three are more than the other process has slots for.
        const short = await performAllLater([1, 2, 3].map(() => ShortJob.build(20)));
        await waitFor(() => short.every(({ id }) => entries('done', { jobId: id }).length === 1));
        others += 1;
      }
      await settled(crew, long.id, 'completed');
      expect(entries('perform', { jobId: long.id })).toHaveLength(1);
      expect(others).toBeGreaterThan(3);
      expect(entries('done', { pid, name: 'ShortJob' }).length).toBeGreaterThan(0);
      expect(worker.stdout).not.toContain('DROVER_LOOP_BLOCKED');
    } finally {
      await crew.dismiss();
    }
  });
});

describe('a sandboxed job', () => {
  let crew: Crew;
  let worker: NodeProcess;

  beforeAll(async () => {
    crew = new Crew({ concurrency: 2 });
    worker = await crew.start();
  });
  afterAll(() => crew.dismiss());

  async function run(
    state: 'completed' | 'failed',
    ...args: Parameters<ThreadJob['perform']>
  ): Promise<{ id: string; value: unknown }> {
    const { id } = await ThreadJob.performLater(...args);
    await settled(crew, id, state);
    return { id, value: (await crew.queue.getJob(id))?.returnvalue };
  }
  const runs = (jobId: string) => entries('perform', { jobId });

  test('has its callbacks with it in the thread, and its arguments and value keep their types', async () => {
    const { id, value } = await run('completed', 'types', new Date(5), new Map(), 3n);
    expect(runs(id)).toMatchObject([{ isMainThread: false, prepared: true, executions: 1 }]);
    expect(value).toEqual({ names: ['Date', 'Map', 'BigInt'], back: { $date: expect.anything() } });
  });

  test('gets in the thread what the schema of its class gives back', async () => {
    const { id } = await CheckedJob.performLater({ pages: 3 });
    await settled(crew, id, 'completed');
    expect((await crew.queue.getJob(id))?.returnvalue).toBe('3 pages of pdf');
    const wrong = { pages: 'three' as unknown as number };
    await expect(CheckedJob.performLater(wrong)).rejects.toThrow(/args\[0]\.pages/);
  });

  test('is run by one thread after the other, not by a new one each', async () => {
    const ids = [(await run('completed', 'log')).id, (await run('completed', 'log')).id];
    expect(new Set(ids.flatMap(runs).map(({ threadId }) => threadId)).size).toBe(1);
    expect(worker.stdout).toContain('said in a thread');
  });

  test('shows its progress, takes locks and asks after jobs, through its process', async () => {
    const shown = await run('completed', 'show');
    expect((await crew.queue.getJob(shown.id))?.progress).toEqual({ at: expect.anything() });
    expect((await run('completed', 'lock')).value).toBe(true);
    expect((await run('completed', 'ask')).value).toBe('active');
  });

  test('waits for others, is waited for, and enqueues such a batch itself', async () => {
    const id = String((await run('completed', 'fanOut')).value);
    await settled(crew, id, 'completed');
    expect((await crew.queue.getJob(id))?.returnvalue).toMatchObject({ total: 2, completed: 2 });
  });

  test('keeps the lock of an @Exclusive class while it computes', async () => {
    const { id } = await LonelyJob.performLater(5000);
    await waitFor(() => runs(id).length === 1);
    for (;;) {
      const held = (await locks()).map(({ jobId }) => jobId);
      if (entries('done', { jobId: id }).length > 0) break;
      expect(held).toEqual([id]);
    }
    await settled(crew, id, 'completed');
    expect(worker.stdout).not.toContain('DROVER_LOCK_LOST');
  });

  test('that finds its lock taken leaves the thread to others', async () => {
    const pair = async (jobClass: typeof ComputeJob, milliseconds: number) => {
      const jobs = [jobClass.build(milliseconds), jobClass.build(milliseconds)];
      await performAllLater(jobs);
      const over = async ({ id }: { id: string }) =>
        /completed|failed/.test(await crew.queue.getJobState(id));
      await waitFor(async () => (await Promise.all(jobs.map(over))).every(Boolean));
      return jobs.flatMap(({ id }) =>
        entries('thread', { jobId: id }).map(({ threadId }) => threadId),
      );
    };
    const before = await pair(ComputeJob, 1500);
    expect(await pair(LonelyJob, 1500)).toHaveLength(1);
    expect(new Set(await pair(ComputeJob, 1500))).toEqual(new Set(before));
  });

  test('has its context with it, and its attributes come back for the next run', async () => {
    const Current = defineContext('Current', { account: attribute<number>({ carry: true }) });
    const { id } = await withAmbient({ locale: 'de' }, () =>
      Current.run({ account: 7 }, () => ThreadJob.performLater('remember')),
    );
    await settled(crew, id, 'completed');
    expect((await crew.queue.getJob(id))?.returnvalue).toEqual(['de 7', 'de 7', 'de 7']);
  });

  test('is ended when it is cancelled', async () => {
    const { id } = await ThreadJob.performLater('loop');
    await waitFor(() => entries('turn', { jobId: id }).length > 0);
    expect(await cancel(id, { queue: 'default' })).toBe('aborted');
    await waitFor(() => entries('discarded', { jobId: id }).length === 1);
    expect((await jobStatus(id)).state).toBe('cancelled');
  });

  test('can enqueue jobs', async () => {
    const { value } = await run('completed', 'enqueue');
    await waitFor(() => entries('done', { jobId: value as string }).length === 1);
  });

  test('fails with errors that match its rules by class, with their properties and causes', async () => {
    const refused = await run('completed', 'refuse');
    expect(runs(refused.id).map(({ executions }) => executions)).toEqual([1, 2, 3]);
    expect(entries('gaveUp', { jobId: refused.id })).toMatchObject([
      { isMainThread: true, known: true, name: 'Overloaded', status: 503 },
    ]);
    const vanished = await run('completed', 'vanish');
    expect(entries('discarded', { jobId: vanished.id })).toMatchObject([
      { message: 'it is gone', args: 1, stack: true },
    ]);
  });

  test('can snooze, and ask for another run with other arguments', async () => {
    expect((await run('completed', 'snooze')).value).toBe('awake');
    const again = await run('completed', 'again');
    expect(runs(again.id)).toHaveLength(2);
    expect(again.value).toEqual({ $date: expect.anything() });
  });

  test('over its time is ended in the middle of a loop, under its own rules', async () => {
    const { id } = await ImpatientJob.performLater('loop');
    await settled(crew, id, 'failed');
    expect(runs(id)).toHaveLength(2);
    const [failed] = await failedJobs({ name: 'ImpatientJob' });
    expect(failed?.error.message).toMatch(/ImpatientJob ran longer than its @Timeout of 2000 ms/);
    const turns = () => entries('turn', { jobId: id });
    const ended = () => Date.now() - Math.max(...turns().map(({ at }) => at)) > 500;
    await waitFor(ended, { what: 'the loops to end' });
    expect(turns().length).toBeGreaterThan(1);
  });

  test.each([
    ['exit', /ended before the job did with exit code 3/],
    ['eat', /memory/],
  ] as const)('that ends its thread (%s) fails, and its process works on', async (deed, reason) => {
    const { id } = await run('failed', deed);
    expect(entries('discarded', { jobId: id })).toMatchObject([
      { message: expect.stringMatching(reason) as string, sandbox: true },
    ]);
    expect(worker.running).toBe(true);
    await run('completed', 'log');
  });

  test.each(['stray', 'throwLater'] as const)(
    'fails with an error that it left to nobody (%s), under its own rules',
    async (deed) => {
      const { id } = await run('completed', deed);
      expect(entries('discarded', { jobId: id })).toMatchObject([
        { message: expect.stringMatching(/^nobody/) as string },
      ]);
    },
  );
});

test('is handed back when its process stops: told, then ended, even in a loop', async () => {
  const crew = new Crew({ concurrency: 2 });
  try {
    const leaving = await crew.start('--timeout', '0.2');
    const polite = await ThreadJob.performLater('wait');
    const deaf = await ComputeJob.performLater(40_000);
    await waitFor(() => entries('perform').length === 2);
    const stoppedAt = Date.now();
    leaving.kill('SIGTERM');
    expect(await leaving.exit).toMatchObject({ code: 0 });
    expect(Date.now() - stoppedAt).toBeLessThan(15_000);
    expect(entries('aborted', { jobId: polite.id })).toMatchObject([
      { name: 'AbortError', message: expect.stringContaining('SIGTERM') as string },
    ]);
    expect(await crew.queue.getJobState(deaf.id)).toBe('waiting');
    await crew.start();
    await settled(crew, polite.id, 'completed');
    expect(await crew.queue.getJob(polite.id)).toMatchObject({ attemptsMade: 1 });
  } finally {
    await crew.dismiss();
  }
});

test('needs no drover.config: a script that starts a worker has threads, and ends when it is done', async () => {
  const project = new Project({
    packages: ['@electric-sql/pglite'],
    files: {
      'main.js': `
        const { configure, close, queues, startWorker } = require('@drover/core');
        const { SumJob } = require('./jobs/sum.job.js');
        (async () => {
          const { events } = configure({ store: 'embedded:', logLevel: 'silent' });
          const done = new Promise((resolve) => events.on('performed', ({ job }) => job.name === 'TellJob' && resolve(job.args)));
          await startWorker();
          await SumJob.performLater(1000n);
          console.log(JSON.stringify(await done));
          await close();
        })();
      `,
      'jobs/sum.job.js': `
        const { isMainThread } = require('node:worker_threads');
        const { Job, Sandboxed } = require('@drover/core');
        class TellJob extends Job { async perform() {} }
        class SumJob extends Job {
          async perform(upTo) {
            let sum = 0n;
            for (let each = 1n; each <= upTo; each += 1n) sum += each;
            await TellJob.performLater(String(sum), isMainThread);
          }
        }
        Sandboxed()(SumJob);
        module.exports = { SumJob, TellJob };
      `,
    },
  });
  try {
    const script = new NodeProcess(['main.js'], { cwd: project.folder });
    expect(await script.exit).toMatchObject({ code: 0, stderr: '', stdout: '["500500",false]\n' });
  } finally {
    project.remove();
  }
});

test('registered in code it cannot be loaded by a thread, and says so', async () => {
  class LooseJob extends Job {
    async perform() {}
  }
  Sandboxed()(LooseJob);
  const { events } = configure({
    store: testRedisUrl(),
    namespace: uniqueNamespace(),
    jobs: [LooseJob],
  });
  const failed = new Promise<Error | undefined>((resolve) =>
    events.on('performed', ({ error }) => resolve(error)),
  );
  try {
    await startWorker();
    await LooseJob.performLater();
    expect(await failed).toMatchObject({
      code: 'DROVER_SANDBOX',
      message: expect.stringMatching(/LooseJob is @Sandboxed and was registered in code/) as string,
    });
  } finally {
    await close();
  }
});

async function settled(crew: Crew, id: string, state: 'completed' | 'failed'): Promise<void> {
  const look = async () => /completed|failed/.exec(await crew.queue.getJobState(id))?.[0];
  expect(await waitFor(look, { what: `the job to be ${state}` })).toBe(state);
}

import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testRedisUrl, uniqueNamespace, startRedis } from '../../../../tests/support/redis';
import { freePort } from '../../../../tests/support/free-port';
import { waitFor } from '../../../../tests/support/wait-for';
import { close, configure, failedJobs, Job, QueueAs, queues, startWorker } from '../../src/index';
import { Application } from '../../src/application';
import { PROCESS_NUMBER, resolveConfiguration } from '../../src/config';
import type { DroverOptions } from '../../src/drover-options';
import { typed, typedOn } from './terminal';

class BrokenJob extends Job {
  perform(): void {
    throw new Error('out of order');
  }
}

@QueueAs('mailers')
class MailJob extends Job {
  perform(_to: string, _copies: number): void {}
}

const ESC = String.fromCharCode(27);

describe('a command line', () => {
  const home = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-cli-'));
  let options: DroverOptions;

  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    options = {
      store: testRedisUrl(),
      namespace: uniqueNamespace(),
      jobs: [BrokenJob, MailJob],
      logLevel: 'silent',
    };
  });
  afterEach(() => close());

  /** A command closes the application behind it: each is like a process of its own. */
  async function drover(...argv: string[]) {
    configure(options);
    return typed(...argv);
  }

  async function json(...argv: string[]): Promise<unknown> {
    const { out, err } = await drover(...argv, '--json');
    expect(err).toBe('');
    return JSON.parse(out);
  }

  async function fail(count: number): Promise<string[]> {
    configure(options);
    const jobs = Array.from({ length: count }, () => BrokenJob.build());
    for (const job of jobs) await job.enqueue();
    const worker = await startWorker();
    await waitFor(async () => (await failedJobs()).length === count);
    await worker.stop();
    return jobs.map(({ id }) => id);
  }

  describe('enqueue', () => {
    test('takes a class by any of its names, and prints the id', async () => {
      for (const name of ['MailJob', 'Mail', 'mail']) {
        expect(await drover('enqueue', name, '--args', '["ada", 2]')).toEqual({
          code: 0,
          out: expect.stringMatching(/^[0-9a-f-]{36}\n$/),
          err: '',
        });
      }
      configure(options);
      expect(await queues()).toContainEqual(
        expect.objectContaining({ name: 'mailers', size: expect.objectContaining({ waiting: 3 }) }),
      );
    });

    test('takes queue, wait and priority', async () => {
      expect(await json('enqueue', 'MailJob', '--queue', 'bulk', '--wait', '5m')).toMatchObject({
        queue: 'bulk',
        enqueued: true,
      });
      await drover('enqueue', 'MailJob', '--queue', 'bulk', '--priority', '3');
      configure(options);
      expect((await queues()).find(({ name }) => name === 'bulk')?.size).toMatchObject({
        delayed: 1,
        prioritized: 1,
      });
    });

    test.each([
      [['enqueue'], /Expected the NAME of a job class/],
      [['enqueue', 'MailJob', 'again'], /Unexpected argument 'again'/],
      [['enqueue', 'NoJob'], /DROVER_UNKNOWN_JOB_CLASS/],
      [['enqueue', 'MailJob', '--args', '{"a":1}'], /--args: expected a list in JSON/],
      [['enqueue', 'MailJob', '--args', '[1'], /--args: expected a list in JSON/],
      [['enqueue', 'MailJob', '--wait', 'soon'], /wait: expected milliseconds/],
      [['enqueue', 'MailJob', '--priority', 'high'], /priority: expected a whole number/],
      [['enqueue', 'MailJob', '--prioritty', '1'], /Did you mean '--priority'/],
    ])('refuses %j', async (argv, message) => {
      const { code, out, err } = await drover(...argv);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(message);
    });
  });

  test('queues are shown as a table, and as JSON', async () => {
    await drover('enqueue', 'MailJob');
    const { code, out } = await drover('queues');
    expect(code).toBe(0);
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(
      /^QUEUE +WAITING +PRIORITIZED +ACTIVE +DELAYED +FOR JOBS +FAILED +COMPLETED +LATENCY/,
    );
    expect(rows.map((row) => row.split(/ +/).slice(0, 2))).toEqual([
      ['default', '0'],
      ['mailers', '1'],
    ]);
    expect(await json('queues')).toMatchObject([{ name: 'default' }, { size: { waiting: 1 } }]);
  });

  test('colours are for terminals', async () => {
    configure(options);
    expect((await typedOn({ isTTY: true }, 'queues')).out).toContain(`${ESC}[`);
    expect((await drover('queues')).out).not.toContain(ESC);
  });

  test('queues are paused and resumed; a queue nobody knows is refused', async () => {
    expect(await drover('pause', 'mailers', 'default')).toMatchObject({
      code: 0,
      out: 'paused mailers\npaused default\n',
    });
    expect(await json('queues')).toMatchObject([{ paused: true }, { paused: true }]);
    expect(await json('resume', 'mailers')).toEqual({ resumed: ['mailers'] });
    expect(await json('queues')).toMatchObject([{ paused: true }, { paused: false }]);
    expect(await drover('pause', 'default', 'mialers')).toMatchObject({
      code: 1,
      out: '',
      err: "There is no queue 'mialers'. Did you mean 'mailers'?\n",
    });
    expect(await drover('pause')).toMatchObject({ code: 1 });
  });

  test('failed jobs are retried and deleted by id, class, queue, or all', async () => {
    const [first = '', ...others] = await fail(4);
    expect(await drover('retry')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--id, --name, --queue or --all'),
    });
    expect(await drover('retry', '--name', 'Mail')).toMatchObject({
      out: 'retried 0 failed jobs\n',
    });
    expect(await drover('retry', '--id', first, '--id', 'unknown')).toEqual({
      code: 1,
      out: 'retried 1 failed job\n',
      err: '1 id named no failed job\n',
    });
    expect(await json('delete', '--name', 'broken')).toEqual({ deleted: others.length });
    expect(await drover('delete', '--all')).toMatchObject({
      code: 0,
      out: 'deleted 0 failed jobs\n',
    });
  });

  test('processes are shown with what they run', async () => {
    expect(await drover('processes')).toMatchObject({
      out: expect.stringMatching(/No worker process/),
    });
    expect(await json('processes')).toEqual([]);
    const worker = await startedWorker();
    const { out } = await drover('processes');
    expect(out).toMatch(/^ID +BUSY +QUEUES/);
    expect(out).toMatch(new RegExp(`:${process.pid}:\\w+ +0 of 3 +mailers,2 +\\d+ MiB`));
    await worker.stop();
  });

  test('a process is told to be quiet or to stop by its id, and one that is gone is told of', async () => {
    expect(await drover('quiet')).toMatchObject({
      code: 1,
      err: expect.stringContaining('an ID or --all'),
    });
    const worker = await startedWorker();
    const [{ id }] = (await json('processes')) as [{ id: string }];
    expect(await drover('quiet', id, 'web-1:1:000000')).toEqual({
      code: 1,
      out: `told ${id} to quiet\n`,
      err: 'web-1:1:000000 names no worker process that runs\n',
    });
    expect((await drover('processes')).out).toContain('working, told to quiet');
    expect(await json('stop', '--all')).toEqual({ told: [id] });
    expect((await drover('processes')).out).toContain('working, told to stop');
    await worker.stop();
  });

  test('whoever stops a supervised process hears that it is started again', async () => {
    const worker = await startedWorker({ [PROCESS_NUMBER]: '2' });
    expect((await drover('processes')).out).toMatch(/ working, supervised +\d/);
    const [{ id }] = (await json('processes')) as [{ id: string }];
    expect((await drover('quiet', id)).out).toBe(`told ${id} to quiet\n`);
    const told = `told ${id} to stop; its supervisor starts another\n`;
    expect((await drover('stop', id)).out).toBe(told);
    expect((await drover('stop', '--all')).out).toBe(told);
    await worker.stop();
  });

  /** Of another application on the same store, so that a command does not close it. */
  async function startedWorker(variables = {}) {
    const other = new Application(
      resolveConfiguration({ ...options, logLevel: 'silent' }, variables),
    );
    const worker = await other.work({ queues: [['mailers', 2]], concurrency: 3 });
    await waitFor(async () => (await other.operations.processes()).length === 1);
    return { stop: () => worker.stop().then(() => other.close()) };
  }

  describe('cancel', () => {
    test('removes a job that waits, wherever it waits, and says so', async () => {
      const { out: id } = await drover('enqueue', 'MailJob', '--args', '["ada", 2]');
      expect(await drover('cancel', id.trim())).toEqual({
        code: 0,
        out: `cancelled ${id.trim()}: it waited and was removed\n`,
        err: '',
      });
      expect(await drover('cancel', id.trim(), '--queue', 'mailers')).toEqual({
        code: 1,
        out: '',
        err: `${id.trim()} names no job that waits or runs\n`,
      });
    });
  });

  describe('doctor', () => {
    test('tells how the store is set up, and what waits for nobody', async () => {
      await drover('enqueue', 'MailJob');
      const { code, out } = await drover('doctor');
      expect(code).toBe(1);
      for (const what of ['version: ', 'eviction policy: noeviction', 'clock: ', 'connections: '])
        expect(out).toMatch(new RegExp(`ok +${what}`));
      expect(out).toMatch(/warning +persistence: snapshots at most/);
      expect(out).toMatch(/error +queue: 'mailers' has 1 jobs that wait, and no process serves it/);
    });

    test('a store that evicts is an error, one that is away too', async () => {
      const redis = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
      options = { ...options, store: redis.url };
      const evicting = await drover('doctor');
      await redis.stop();
      expect(evicting).toMatchObject({
        code: 1,
        out: expect.stringMatching(/error +eviction policy/),
      });
      const away = `redis://127.0.0.1:${await freePort()}`;
      options = { ...options, store: away, enqueueTimeout: 300 };
      expect(await json('doctor')).toMatchObject([
        { level: 'error', found: 'DROVER_STORE_UNREACHABLE' },
      ]);
    });
  });

  describe('check', () => {
    function project(files: Record<string, string>): void {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
    }
    afterEach(() => {
      for (const each of ['jobs', 'config'])
        rmSync(path.join(folder, each), { recursive: true, force: true });
    });

    test('a sound project passes, without a store', async () => {
      options = { ...options, store: `redis://127.0.0.1:${await freePort()}` };
      expect(await drover('check')).toEqual({
        code: 0,
        out: '2 job classes, 0 errors, 0 warnings\n',
        err: '',
      });
    });

    test('every error is told, each with its file', async () => {
      project({
        'jobs/one.job.js': "throw new TypeError('first');",
        'jobs/two.job.js': "throw new TypeError('second');",
        'config/queues.yml': ':concurrency: many\n:queues:\n  - [low, -1]\n',
      });
      options = { ...options, jobs: [BrokenJob, 'jobs'] };
      const { code, out } = await drover('check');
      expect(code).toBe(1);
      expect(out).toMatch(/one\.job\.js.*first/);
      expect(out).toMatch(/two\.job\.js.*second/);
      expect(out).toMatch(/queues\.yml:1:\d+/);
      expect(out).toMatch(/queues\.yml:3:\d+/);
      expect(out).toMatch(/1 job class, 3 errors, 0 warnings\n$/);
      const { out: text } = await drover('check', '--json');
      expect(JSON.parse(text)).toMatchObject({
        errors: [
          { code: 'DROVER_JOB_FILE' },
          { code: 'DROVER_JOB_FILE' },
          { code: 'DROVER_CONFIG_FILE' },
        ],
      });
    });

    test('a queue that jobs go to and nobody serves is worth a warning', async () => {
      options = { ...options, queues: ['default'] };
      expect(await drover('check')).toMatchObject({
        code: 0,
        out: expect.stringContaining("Jobs go to the queue 'mailers'"),
      });
    });
  });

  test('every command explains itself, with examples', async () => {
    const { out } = await typed('--help');
    const commands = [...out.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThanOrEqual(11);
    for (const command of commands) {
      const help = await typed(command, '--help');
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toMatch(new RegExp(`^Usage: drover ${command}[^]+Examples:`));
    }
  });
});

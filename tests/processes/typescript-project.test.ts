import { close, configure } from '@drover/core';
import { Queue } from 'bullmq';
import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

const FILES = {
  'drover.config.ts': `
    import { configure } from '@drover/core';
    configure({ namespace: process.env.NAMESPACE });
  `,
  'jobs/application.job.ts': `
    import { Job } from '@drover/core';
    export abstract class ApplicationJob extends Job {}
  `,
  'jobs/mail/welcome.job.ts': `
    import { BeforePerform, QueueAs, RetryOn } from '@drover/core';
    import { ApplicationJob } from '../application.job.js';

    enum Tone { Warm = 'warm' }

    @QueueAs('mail')
    @RetryOn(RangeError, { wait: 1, attempts: 3 })
    export class WelcomeJob extends ApplicationJob {
      greeting = '';

      @BeforePerform()
      chooseGreeting(): void {
        this.greeting = 'Hello';
      }

      async perform(name: string): Promise<string> {
        if (this.executions < 2) throw new RangeError('not yet');
        return [this.greeting, name, Tone.Warm, this.executions].join(' ');
      }
    }
  `,
  'jobs/mail/sealed-welcome.job.ts': `
    import { isMainThread } from 'node:worker_threads';
    import { JobName, Sandboxed } from '@drover/core';
    import { WelcomeJob } from './welcome.job.js';

    @Sandboxed()
    @JobName('SealedWelcome')
    export class SealedWelcomeJob extends WelcomeJob {
      override async perform(name: string): Promise<string> {
        return [await super.perform(name), isMainThread].join(' ');
      }
    }
  `,
  'jobs/mail/welcome.test.ts': `throw new Error('a test is not a job file')`,
};

/** A loader for `require` alone, such as `-r @swc-node/register`: `import()` knows no .ts under it. */
const HOOK = `require.extensions['.ts'] = require.extensions['.js']`;

test('a loader that hooks into require alone is enough for a worker', async () => {
  const project = new Project({
    files: {
      'swc-hook.cjs': HOOK,
      'drover.config.ts': `exports.__esModule = true; exports.default = () => ({ store: 'embedded:' });`,
      'jobs/plain.job.ts': `
        const { Job } = require('@drover/core');
        exports.PlainJob = class PlainJob extends Job { perform() {} };`,
    },
    packages: [],
  });
  try {
    const env = { NODE_OPTIONS: '-r ./swc-hook.cjs' };
    const check = NodeProcess.drover(['check', '--json'], { cwd: project.folder, env });
    const { code, stdout } = await check.exit;
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, jobs: 1 });
  } finally {
    project.remove();
  }
});

test('a job of another copy of @drover/core than the one that loads it is told, not left out', async () => {
  const project = new Project({
    files: {
      'jobs/plain.job.js': `
        for (const file of Object.keys(require.cache)) delete require.cache[file];
        const { Job } = require('@drover/core');
        exports.PlainJob = class PlainJob extends Job { perform() {} };`,
    },
    packages: [],
  });
  try {
    const check = NodeProcess.drover(['check'], { cwd: project.folder });
    const { code, stdout } = await check.exit;
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /plain\.job\.js failed: PlainJob extends .* another copy/,
      ) as string,
    });
  } finally {
    project.remove();
  }
});

const tsconfig = (experimentalDecorators: boolean) =>
  JSON.stringify({
    compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, experimentalDecorators },
  });

describe.each([
  ['a CommonJS package', 'legacy', 'commonjs', true],
  ['a CommonJS package', 'standard', 'commonjs', false],
  ['an ES module package', 'legacy', 'module', true],
  ['an ES module package', 'standard', 'module', false],
] as const)('in %s with %s decorators', (_package, _decorators, type, experimental) => {
  const namespace = uniqueNamespace();
  const project = new Project({
    type,
    files: { ...FILES, 'tsconfig.json': tsconfig(experimental) },
  });
  const options = { cwd: project.folder, env: { NAMESPACE: namespace, REDIS_URL: testRedisUrl() } };
  afterAll(() => project.remove());

  test('`drover jobs` lists the classes', async () => {
    const { code, stdout, stderr } = await NodeProcess.drover(['jobs', '--json'], options).exit;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        name: 'SealedWelcome',
        queue: 'mail',
        attempts: '3',
        file: 'jobs/mail/sealed-welcome.job.ts',
      },
      { name: 'WelcomeJob', queue: 'mail', attempts: '3', file: 'jobs/mail/welcome.job.ts' },
    ]);
  });

  test('`drover work` works them, callbacks and rules included, also in threads', async () => {
    const { adapter } = configure({ store: testRedisUrl(), namespace, jobs: [] });
    const { hostname: host, port } = new URL(testRedisUrl());
    const queue = new Queue('mail', {
      connection: { host, port: Number(port) },
      prefix: namespace,
    });
    const worker = await NodeProcess.worker([], options);
    try {
      const data = { drover: 1, args: ['Ada'] };
      const stored = { queue: 'mail', priority: 0, enqueuedAt: Date.now(), data };
      await adapter.enqueue({ ...stored, id: 'job-1', name: 'WelcomeJob' });
      await adapter.enqueue({ ...stored, id: 'job-2', name: 'SealedWelcome' });
      for (const [id, value] of [
        ['job-1', 'Hello Ada warm 2'],
        ['job-2', 'Hello Ada warm 2 false'],
      ] as const) {
        await waitFor(async () => (await queue.getJobState(id)) === 'completed', {
          what: 'the job to be done',
        });
        expect((await queue.getJob(id))?.returnvalue).toBe(value);
      }

      worker.kill('SIGTERM');
      expect(await worker.exit).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await worker.stop();
      await queue.close();
      await close();
    }
  });
});

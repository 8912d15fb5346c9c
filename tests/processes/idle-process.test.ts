import path from 'node:path';
import { NodeProcess } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl } from '../support/redis';

/** Milliseconds from the last word to the end: a timer or a connection left open is seconds, or for ever. */
const SOON = 4000;

const JEST = require.resolve('jest/bin/jest', { paths: [path.resolve(__dirname, '../..')] });

const files = {
  'jobs/hello.job.js': `
    const { Job, QueueAs, RetryOn, configure } = require('@drover/core');
    class HelloJob extends Job { async perform(name) { return 'hello ' + name; } }
    QueueAs('low')(HelloJob);
    RetryOn(Error)(HelloJob);
    configure({ store: process.env.REDIS_URL, logLevel: 'silent' });
    exports.HelloJob = HelloJob;
  `,
  'import.js': `
    const { HelloJob } = require('./jobs/hello.job');
    HelloJob.build('ada');
    HelloJob.performNow('ada').then((said) => {
      console.log(JSON.stringify({ said, loaded: loaded(), resources: process.getActiveResourcesInfo() }));
    });
    const loaded = () => Object.keys(require.cache).filter((file) => /node_modules.(bullmq|ioredis|pg|@electric-sql)./.test(file));
  `,
  'enqueue.js': `
    const { HelloJob } = require('./jobs/hello.job');
    HelloJob.performLater('ada').then((job) => console.log(job.enqueued));
  `,
  'hello.test.js': `
    const { HelloJob } = require('./jobs/hello.job');
    test('says hello', async () => expect(await HelloJob.performNow('ada')).toBe('hello ada'));
  `,
};

const project = new Project({ files, packages: [] });
afterAll(() => project.remove());
const run = (...args: string[]) =>
  new NodeProcess(args, { cwd: project.folder, env: { REDIS_URL: testRedisUrl() } }).exit;

test('importing jobs opens nothing, loads no store, and the process ends by itself', async () => {
  const { code, stdout, stderr, silence } = await run('import.js');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { said, loaded, resources } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ said, loaded }).toEqual({ said: 'hello ada', loaded: [] });
  expect((resources as string[]).filter((name) => /TCP|Timeout|Socket|Worker/.test(name))).toEqual(
    [],
  );
  expect(silence).toBeLessThan(SOON);
});

test('a script that enqueues and never closes ends by itself, once the job is stored', async () => {
  const { code, stdout, silence } = await run('enqueue.js');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'true\n' });
  expect(silence).toBeLessThan(SOON);
});

test('Jest ends by itself and has nothing to complain about', async () => {
  const { code, stdout, stderr, silence } = await run(JEST, '--ci', '--rootDir', project.folder);
  expect(stdout + stderr).toContain('1 passed');
  expect(stdout + stderr).not.toMatch(/did not exit|open handle|force exit/i);
  expect(code).toBe(0);
  expect(silence).toBeLessThan(SOON);
});

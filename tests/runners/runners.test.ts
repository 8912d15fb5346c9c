import path from 'node:path';
import { NODE_TEST, NodeProcess } from '../support/node-process';
import { Project } from '../support/project';

/** What a user has: jobs, and tests of them under another runner than the one that runs this. */
const JOBS = `
  class GreetJob extends Job {
    async perform(name) { return 'hello, ' + name; }
  }
  class WelcomeJob extends Job {
    async perform(name) { await GreetJob.performLater(name); }
  }`;

const BODY = `
  ${JOBS}
  const { queues: _ } = { get queues() { return drover.queues; } };

  test('enqueues', async () => {
    await WelcomeJob.set({ wait: '1 hour' }).performLater('Ada');
    expectEnqueued(WelcomeJob).with('Ada').in('1 hour').once();
  });
  test('has queues of its own', () => expectNothingEnqueued());
  test('performs', async () => {
    const report = await performEnqueuedJobs(() => WelcomeJob.performLater('Ada'));
    if (report.completed !== 2) throw new Error('expected 2 runs, got ' + report.runs);
    expectPerformed(GreetJob).with('Ada');
    await performJob(GreetJob, ['Bob']).toComplete('hello, Bob');
  });
  test('travels', async () => {
    travelTo(Date.UTC(2030, 0));
    if (new Date().getUTCFullYear() !== 2030) throw new Error('not there');
  });
  test('a failure says what was enqueued', async () => {
    await GreetJob.performLater('Ada');
    let text = '';
    try { expectEnqueued(GreetJob).with('Bob'); } catch (error) { text = error.message; }
    if (!text.includes("The nearest is GreetJob('Ada')")) throw new Error(text);
  });`.replace(/^.*const { queues: _ }.*$/m, '');

const HELPERS =
  'expectEnqueued, expectNothingEnqueued, expectPerformed, performEnqueuedJobs, performJob, travelTo';

const ES_MODULE = (runner: string, from: string) => `
  import { test${runner === 'vitest' ? ', expect' : ''} } from '${from}';
  import { Job } from '@drover/core';
  import { ${HELPERS} } from '@drover/testing';
  import { setupDrover } from '@drover/testing/${runner}';
  setupDrover();
  ${BODY}`;

const COMMON_JS = `
  const { test } = require('node:test');
  const { Job } = require('@drover/core');
  const { ${HELPERS} } = require('@drover/testing');
  const { setupDrover } = require('@drover/testing/node');
  setupDrover();
  ${BODY}`;

const MATCHERS = `
  test('the matchers', async () => {
    await expect(() => WelcomeJob.performLater('Ada')).toEnqueue(WelcomeJob);
    await expect(() => WelcomeJob.performLater('Ada')).toPerform(GreetJob);
    expect(WelcomeJob).toHaveBeenEnqueuedWith(expect.stringMatching(/^A/));
    expect(WelcomeJob).toHaveBeenEnqueuedTimes(2);
    expect(() => expect(WelcomeJob).not.toHaveBeenEnqueued()).toThrow('expected none to be enqueued');
    expectEnqueued(WelcomeJob).with(expect.any(String));
  });
  test.concurrent.each(['A', 'B', 'C'])('overlaps %s', async (name) => {
    await fakeQueues(async () => {
      await GreetJob.performLater(name);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expectEnqueued(GreetJob).with(name).once();
    });
  });`;

const VITEST_CONFIG = `
  // These packages lie outside node_modules here, where Vitest would take them for source.
  export default { test: { server: { deps: { external: [/packages\\/\\w+\\/dist/] } } } };`;

const packages = ['@drover/testing', 'vitest'];
let project: Project;

afterEach(() => project.remove());

test.each([
  ['CommonJS', 'kit.test.cjs', COMMON_JS],
  ['ES modules', 'kit.test.mjs', ES_MODULE('node', 'node:test')],
])('node:test, in %s', async (_format, file, text) => {
  project = new Project({ files: { [file]: text }, packages });
  const { code, stdout } = await run([...NODE_TEST, file]);
  expect(stdout).toContain('# pass 5');
  expect({ code, stdout }).toMatchObject({ code: 0 });
});

test('Vitest', async () => {
  const text = ES_MODULE('vitest', 'vitest').replace(HELPERS, `fakeQueues, ${HELPERS}`) + MATCHERS;
  const files = { 'kit.test.mjs': text, 'vitest.config.mjs': VITEST_CONFIG };
  project = new Project({ files, packages });
  const cli = path.join(project.folder, 'node_modules/vitest/vitest.mjs');
  const { code, stdout, stderr } = await run([cli, 'run', '--reporter=verbose']);
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('9 passed');
});

function run(args: readonly string[]) {
  return new NodeProcess(args, { cwd: project.folder }).exit;
}

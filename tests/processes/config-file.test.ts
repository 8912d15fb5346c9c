import path from 'node:path';
import { performAllLater } from '@drover/core';
import { write } from '../support/database';
import { entries } from '../support/journal';
import { NodeProcess, type Exit } from '../support/node-process';
import { Project } from '../support/project';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { HeldJob } from './app/jobs/held.job';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

const FIXTURES = path.resolve(__dirname, '../../packages/core/test/fixtures/config-files');
const STRICT = path.resolve(__dirname, '../../examples/chatwoot-config/config/sidekiq.yml');
const WEIGHTED = path.join(FIXTURES, 'weighted.sidekiq.yml');

const jobsOn = (queue: string, count: number, milliseconds = 0) =>
  Array.from({ length: count }, () => ShortJob.set({ queue }).build(milliseconds));

const startedQueues = () => entries('perform').map(({ queue }) => queue as string);

describe('a crew', () => {
  let crew: Crew;
  afterEach(() => crew.dismiss());

  test('without weights the first queue of the file that has work is always next', async () => {
    crew = new Crew();
    for (const queue of ['purgable', 'low', 'default', 'critical'])
      await performAllLater(jobsOn(queue, 5, 20));
    await crew.start('-C', STRICT, '-c', '1');
    await waitFor(() => startedQueues().length === 20, { what: 'all jobs to start' });
    const inOrder = ['critical', 'default', 'low', 'purgable'].flatMap((queue) =>
      Array.from({ length: 5 }, () => queue),
    );
    expect(startedQueues()).toEqual(inOrder);
  });

  test('without weights a job of an earlier queue waits for one of a later queue at most', async () => {
    crew = new Crew();
    await performAllLater(jobsOn('low', 20, 50));
    await crew.start('-C', STRICT, '-c', '1');
    await waitFor(() => startedQueues().length >= 5, { what: 'some jobs to start' });
    const { id } = await ShortJob.set({ queue: 'critical' }).performLater(0);
    const startedBefore = startedQueues().length;
    await waitFor(() => entries('perform', { jobId: id }).length === 1);
    expect(startedQueues().indexOf('critical')).toBeLessThanOrEqual(startedBefore + 1);
  });

  test('with weights the starts match them within four sigma, and no queue is left out', async () => {
    crew = new Crew();
    const bounds = {
      critical: [600, 83],
      default: [500, 78],
      mailers: [400, 72],
      webhooks: [300, 64],
      low: [200, 54],
      scheduled: [100, 39],
    } as const;
    for (const queue of Object.keys(bounds)) await performAllLater(jobsOn(queue, 2100));
    const worker = await crew.start('-C', WEIGHTED);
    await waitFor(() => startedQueues().length >= 2100);
    await worker.stop();
    const started = startedQueues();
    expect(new Set(started.slice(0, 300)).size).toBe(6);
    for (const [queue, [share, bound]] of Object.entries(bounds)) {
      const starts = started.slice(0, 2100).filter((each) => each === queue).length;
      expect({ queue, off: Math.max(0, Math.abs(starts - share) - bound) }).toEqual({
        queue,
        off: 0,
      });
    }
  });

  test('a capsule has its own slots, whatever the others do', async () => {
    crew = new Crew({
      queues: ['default'],
      concurrency: 5,
      capsules: { serial: { queues: ['serial'], concurrency: 1 } },
    });
    await performAllLater(Array.from({ length: 6 }, () => HeldJob.build()));
    await performAllLater(jobsOn('serial', 5, 50));
    const worker = await crew.start();
    await waitFor(() => entries('perform', { queue: 'default' }).length === 5);
    await waitFor(() => entries('done').length === 5, {
      what: 'those of the other slot to be done',
    });
    expect(mostAtOnce('serial')).toBe(1);
    expect(entries('perform', { queue: 'default' })).toHaveLength(5);
    write('enough', true);
    await waitFor(() => entries('done').length === 11, { what: 'all jobs to be done' });
    expect(worker.stdout).toContain('Working serial with concurrency 1 in the capsule serial');
  });
});

function runsOn(queue: string): { from: number; to: number }[] {
  return entries('perform', { queue }).map(({ jobId = '', at }) => ({
    from: at,
    to: entries('done', { jobId })[0]?.at ?? Infinity,
  }));
}

function mostAtOnce(queue: string): number {
  const runs = runsOn(queue);
  return Math.max(
    ...runs.map(({ from }) => runs.filter((run) => run.from <= from && from < run.to).length),
  );
}

describe('a project', () => {
  const projects: Project[] = [];
  afterAll(() => projects.forEach((project) => project.remove()));

  const job = (name: string) => `
    const { Job } = require('@drover/core');
    exports.${name} = class ${name} extends Job { async perform() {} };
  `;
  const FILES = {
    'drover.config.js': `require('@drover/core').configure({ store: '${testRedisUrl()}', namespace: '${uniqueNamespace()}' });`,
    'config/sidekiq.yml':
      ':queues: [[a, 2], b]\n:concurrency: 1\nstaging:\n  :concurrency: <%= ENV.fetch("JOBS", 3) %>\n',
  };

  /** What `drover work` says until it works, or why it does not. */
  async function work(args: readonly string[], files = {}, env = {}): Promise<Exit> {
    const project = new Project({ files: { ...FILES, ...files }, packages: [] });
    projects.push(project);
    const worker = NodeProcess.drover(['work', ...args], { cwd: project.folder, env });
    await waitFor(() => !worker.running || worker.stdout.includes('Working '));
    worker.kill('SIGTERM');
    return worker.exit;
  }

  test.each<[string[], object, string]>([
    [[], {}, 'Working a, b with concurrency 1'],
    [[], { NODE_ENV: 'staging' }, 'Working a, b with concurrency 3'],
    [['-e', 'staging'], { JOBS: '4' }, 'Working a, b with concurrency 4'],
    [['-c', '7', '-q', 'c,2', '-q', 'd'], {}, 'Working c, d with concurrency 7'],
    [['-C', 'other.yml'], {}, 'Working z with concurrency 10'],
  ])('%j in %j', async (args, env, line) => {
    const { code, stdout } = await work(args, { 'other.yml': 'queues: [z]\n' }, env);
    expect(stdout).toContain(line);
    expect(code).toBe(0);
  });

  test('what the code says wins over the file', async () => {
    const config = FILES['drover.config.js'].replace('{ store', "{ queues: ['mine'], store");
    const { stdout } = await work([], { 'drover.config.js': config });
    expect(stdout).toContain('Working mine with concurrency 1');
  });

  test('-r loads more jobs, from a file or a folder', async () => {
    const files = {
      'more/one.js': job('OneJob'),
      'two.js': job('TwoJob').replace(
        'async perform',
        "static x = console.log('two is here'); async perform",
      ),
    };
    const { code, stdout } = await work(['-r', 'more', '-r', 'two.js'], files);
    expect(stdout).toContain('two is here');
    expect(code).toBe(0);
  });

  test('a file or folder of jobs that is not there stops it', async () => {
    const { code, stderr } = await work(['-r', 'nowhere']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'DROVER_INVALID_OPTIONS: --require: expected a file or folder that exists, got "nowhere".\n',
    });
  });

  test('a mistake in the file stops it, with its place', async () => {
    const { code, stderr } = await work([], {
      'config/queues.yml': 'queues: [a]\nconcurency: 3\n',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^DROVER_CONFIG_FILE: config\/queues\.yml:2:1: .* Did you mean 'concurrency'\?\n$/,
    );
  });
});

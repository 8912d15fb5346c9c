import path from 'node:path';
import { NodeProcess } from '../support/node-process';
import { Project, type ProjectOptions } from '../support/project';

const projects: Project[] = [];
afterAll(() => projects.forEach((project) => project.remove()));

function drover(args: readonly string[], options: ProjectOptions = { files: {} }, env = {}) {
  const project = new Project(options);
  projects.push(project);
  const { exit } = NodeProcess.drover(args, { cwd: project.folder, env });
  return exit.then((result) => ({ ...result, folder: project.folder }));
}

const jobFile = (name: string) => `
  import { Job } from '@drover/core';
  export class ${name} extends Job {
    async perform(): Promise<void> {}
  }
`;

test('an unknown command is refused, with the nearest one there is', async () => {
  const { code, stdout, stderr } = await drover(['wrok']);
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: "There is no command 'wrok'. Did you mean 'work'?\n",
  });
});

test('an unknown flag is refused, with the nearest one there is', async () => {
  const { code, stdout, stderr } = await drover(['work', '--concurency', '3']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^Unknown option '--concurency'.* Did you mean '--concurrency'\?\n$/);
});

test.each([
  ['--timeout', 'soon', 'a number of seconds from 0'],
  ['--concurrency', '0', 'a whole number from 1'],
])('%s %s is refused before any job is worked', async (flag, value, expected) => {
  const env = { REDIS_URL: 'redis://127.0.0.1:1' };
  const { code, stdout, stderr } = await drover(['work', flag, value], { files: {} }, env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${flag}: expected ${expected}, got "${value}"`);
});

test('without a command it says what commands there are', async () => {
  const { code, stdout } = await drover([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/work .*\n.*jobs /);
});

test.each(['jobs', 'work'])(
  'a job file that throws stops `drover %s`, which names the file',
  async (command) => {
    const files = {
      'jobs/broken.job.ts': "throw new TypeError('no database');",
      'jobs/fine.job.ts': jobFile('FineJob'),
    };
    const { code, stdout, stderr, folder } = await drover([command], { files });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('DROVER_JOB_FILE');
    expect(stderr).toContain(path.join(folder, 'jobs/broken.job.ts'));
    expect(stderr).toContain('no database');
  },
);

test('two classes of one name stop it, which names both files', async () => {
  const files = {
    'jobs/a/report.job.ts': jobFile('ReportJob'),
    'jobs/b/report.job.ts': jobFile('ReportJob'),
  };
  const { code, stderr, folder } = await drover(['work'], { files });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DROVER_DUPLICATE_JOB_NAME: .*'ReportJob'/);
  expect(stderr).toContain(path.join(folder, 'jobs/a/report.job.ts'));
  expect(stderr).toContain(path.join(folder, 'jobs/b/report.job.ts'));
});

test('job files in TypeScript need tsx, and it says so', async () => {
  const files = { 'jobs/fine.job.ts': jobFile('FineJob') };
  const { code, stderr } = await drover(['jobs'], { files, packages: [] });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DROVER_MISSING_DEPENDENCY: .*npm install tsx/);
});

test('job files in JavaScript need nothing else', async () => {
  const files = {
    'jobs/plain.job.js': `
      const { Job } = require('@drover/core');
      exports.PlainJob = class PlainJob extends Job { async perform() {} };
    `,
  };
  const { code, stdout, stderr } = await drover(['jobs'], { files, packages: [] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/PlainJob +default +1 +jobs\/plain\.job\.js/);
});

test('production without a store stops it', async () => {
  const { code, stderr } = await drover(['work'], { files: {} }, { NODE_ENV: 'production' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DROVER_STORE_NOT_CONFIGURED: .*REDIS_URL/);
});

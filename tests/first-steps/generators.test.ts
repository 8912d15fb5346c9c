import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NODE_TEST, NodeProcess } from '../support/node-process';
import { Project } from '../support/project';

const ROOT = path.resolve(__dirname, '../..');
const JEST = require.resolve('jest/bin/jest', { paths: [ROOT] });
const TSC = path.join(ROOT, 'node_modules/.bin/tsc');

const projects: Project[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function newProject(options: {
  type: 'commonjs' | 'module';
  files?: Readonly<Record<string, string>>;
  packages?: readonly string[];
}): string {
  const project = new Project({ files: {}, ...options });
  projects.push(project);
  return project.folder;
}

const drover = (folder: string, ...args: string[]) =>
  NodeProcess.drover(args, { cwd: folder }).exit;

const read = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8');

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    ...{ target: 'es2023', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true },
    types: ['node'],
    typeRoots: [path.join(ROOT, 'node_modules/@types')],
  },
});

describe.each([
  ['TypeScript', 'module'],
  ['TypeScript', 'commonjs'],
  ['JavaScript', 'module'],
  ['JavaScript', 'commonjs'],
] as const)('in a project of %s and %s', (language, type) => {
  const ending = language === 'TypeScript' ? 'ts' : 'js';
  const files = language === 'TypeScript' ? { 'tsconfig.json': TSCONFIG } : {};

  test('init and generate make what Drover loads, and a test that passes', async () => {
    const folder = newProject({ type, files });
    const made = await drover(folder, 'init');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`create  jobs/application.job.${ending}`);
    expect(made.stdout).toContain('change  package.json');
    expect(made.stdout).toContain('npm install @drover/core bullmq ioredis');
    expect(JSON.parse(read(folder, 'package.json'))).toMatchObject({
      name: 'project',
      scripts: { 'jobs:work': 'drover work', 'jobs:check': 'drover check' },
    });

    const job = await drover(folder, 'generate', 'job', 'Webhooks::Delivery', '--queue', 'low');
    expect(job).toMatchObject({ code: 0, stderr: '' });
    expect(job.stdout).toBe(
      `create  jobs/webhooks/delivery.job.${ending}\ncreate  jobs/webhooks/delivery.job.test.${ending}\n`,
    );

    expect(await drover(folder, 'check')).toMatchObject({
      code: 0,
      stdout: '1 job class, 0 errors, 0 warnings\n',
    });
    const listed = JSON.parse((await drover(folder, 'jobs', '--json')).stdout) as unknown;
    expect(listed).toMatchObject([{ name: 'WebhooksDeliveryJob', queue: 'low' }]);

    const loader = language === 'TypeScript' ? ['--import', 'tsx'] : [];
    const test = `jobs/webhooks/delivery.job.test.${ending}`;
    const run = await new NodeProcess([...loader, ...NODE_TEST, test], { cwd: folder }).exit;
    expect(run.stdout).toContain('# pass 1');
    expect(run.code).toBe(0);
    const types = language === 'TypeScript' ? spawnSync(TSC, ['-p', folder]).stdout.toString() : '';
    expect(types).toBe('');
  });
});

test('the generated test is one of Jest where the project has Jest, and passes', async () => {
  const folder = newProject({ type: 'commonjs' });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'project', scripts: { test: 'jest' } }),
  );
  await drover(folder, 'generate', 'job', 'hello');
  const run = await new NodeProcess([JEST, '--ci', '--rootDir', folder], { cwd: folder }).exit;
  expect(run.stderr).toContain('1 passed');
  expect(read(folder, 'jobs/hello.job.js')).toContain("const { Job } = require('@drover/core');");
});

describe('where the project has the test kit, the generated test uses it, and passes', () => {
  const kit = { devDependencies: { '@drover/testing': '*' } };
  const packages = ['tsx', '@drover/testing'];

  test.each([
    ['TypeScript', 'module'],
    ['TypeScript', 'commonjs'],
    ['JavaScript', 'module'],
    ['JavaScript', 'commonjs'],
  ] as const)('under node:test, in %s and %s', async (language, type) => {
    const isTyped = language === 'TypeScript';
    const files: Record<string, string> = isTyped ? { 'tsconfig.json': TSCONFIG } : {};
    const folder = newProject({ type, files, packages });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type, ...kit }));
    await drover(folder, 'generate', 'job', 'hello');
    const file = `jobs/hello.job.test.${isTyped ? 'ts' : 'js'}`;
    expect(read(folder, file)).toContain(
      "setupDrover();\n\ntest('HelloJob does its work', async () => {\n  await performJob(HelloJob, ['42']).toComplete();",
    );
    const loader = isTyped ? ['--import', 'tsx'] : [];
    const run = await new NodeProcess([...loader, ...NODE_TEST, file], { cwd: folder }).exit;
    expect(run.stdout).toContain('# pass 1');
    expect(isTyped ? spawnSync(TSC, ['-p', folder]).stdout.toString() : '').toBe('');
  });

  test('under Jest', async () => {
    const folder = newProject({ type: 'commonjs', packages });
    const text = JSON.stringify({ scripts: { test: 'jest' }, ...kit });
    writeFileSync(path.join(folder, 'package.json'), text);
    await drover(folder, 'generate', 'job', 'hello');
    expect(read(folder, 'jobs/hello.job.test.js')).toContain("require('@drover/testing/jest')");
    const run = await new NodeProcess([JEST, '--ci', '--rootDir', folder], { cwd: folder }).exit;
    expect(run.stderr).toContain('1 passed');
  });

  test('under Vitest', async () => {
    // These packages lie outside node_modules here, where Vitest would take them for source.
    const config = `export default { test: { server: { deps: { external: [/packages/] } } } };`;
    const files = { 'vitest.config.mjs': config };
    const folder = newProject({ type: 'module', files, packages: [...packages, 'vitest'] });
    const text = JSON.stringify({ type: 'module', scripts: { test: 'vitest' }, ...kit });
    writeFileSync(path.join(folder, 'package.json'), text);
    await drover(folder, 'generate', 'job', 'hello');
    const cli = path.join(folder, 'node_modules/vitest/vitest.mjs');
    const run = await new NodeProcess([cli, 'run'], { cwd: folder }).exit;
    expect(run.stdout).toContain('1 passed');
  });
});

test('nothing that is there is touched', async () => {
  const folder = newProject({
    type: 'commonjs',
    files: { 'config/queues.yml': ':queues: [mine]\n', 'jobs/hello.job.js': '// mine\n' },
  });
  const before = JSON.stringify({ scripts: { 'jobs:work': 'mine' } }, null, '\t');
  writeFileSync(path.join(folder, 'package.json'), before);
  const { stdout } = await drover(folder, 'init');
  expect(stdout).toContain('keep    config/queues.yml');
  expect(read(folder, 'config/queues.yml')).toBe(':queues: [mine]\n');
  expect(read(folder, 'package.json')).toBe(
    JSON.stringify({ scripts: { 'jobs:work': 'mine', 'jobs:check': 'drover check' } }, null, '\t'),
  );
  await drover(folder, 'generate', 'job', 'hello');
  expect(read(folder, 'jobs/hello.job.js')).toBe('// mine\n');
  expect((await drover(folder, 'init')).stdout).not.toMatch(/create|change/);
});

test('in a Rails project, config/sidekiq.yml does for config/queues.yml', async () => {
  const folder = newProject({
    type: 'module',
    files: { 'config/sidekiq.yml': ':queues: [low]\n' },
  });
  const { stdout } = await drover(folder, 'init');
  expect(stdout).toContain('keep    config/sidekiq.yml');
  expect(existsSync(path.join(folder, 'config/queues.yml'))).toBe(false);
});

test('--dry-run says what it would do, and does nothing', async () => {
  const folder = newProject({ type: 'commonjs' });
  const { stdout } = await drover(folder, 'init', '--dry-run', '--json');
  const told = JSON.parse(stdout) as { files: { action: string }[] };
  expect(told.files.map(({ action }) => action)).toEqual([
    ...['create', 'create', 'create', 'create', 'change'],
  ]);
  await drover(folder, 'generate', 'job', 'hello', '--dry-run');
  expect(existsSync(path.join(folder, 'jobs'))).toBe(false);
});

test('tests go where the project has its tests', async () => {
  const folder = newProject({ type: 'module', files: { 'test/other.test.js': '' } });
  const { stdout } = await drover(folder, 'generate', 'job', 'Mail::WelcomeJob');
  expect(stdout).toContain('create  test/jobs/mail/welcome.job.test.js');
  expect(read(folder, 'test/jobs/mail/welcome.job.test.js')).toContain(
    "from '../../../jobs/mail/welcome.job.js'",
  );
});

test.each([
  [['generate', 'job', 'Not a name!'], "words of letters and digits, such as 'Webhooks::Delivery'"],
  [['generate', 'job', '1st'], 'words of letters and digits'],
  [['generate', 'job', '../evil'], 'words of letters and digits'],
  [['generate', 'job', 'hello', '--queue', 'a:b'], '--queue: expected a queue name'],
  [['generate', 'model', 'hello'], "Expected 'job' and a NAME"],
  [['generate', 'job'], "Expected 'job' and a NAME"],
  [['generate', 'job', 'hello', '--qeue', 'low'], "Did you mean '--queue'?"],
])('drover %j is refused', async (args, message) => {
  const folder = newProject({ type: 'commonjs' });
  const { code, stderr } = await drover(folder, ...args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(existsSync(path.join(folder, 'jobs'))).toBe(false);
});

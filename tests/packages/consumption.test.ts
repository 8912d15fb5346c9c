import { installNode } from '../support/node-binary';
import { NODE_TEST } from '../support/node-process';
import { ConsumerProject } from './consumer-project';

// It installs the packages with all that they are used with, compiles, and starts some twenty processes.
jest.setTimeout(600_000);

const GREETED = 'Hello Ada of 1815, after 2 runs\nThe board answers 200\n';

/** What an application does that does not know of TypeScript. */
const LOAD_SOURCES = `
  const { configure } = require('@drover/core');
  configure({ store: 'embedded:', jobs: ['src/greet.ts'] }).loadJobs().catch(({ message }) => console.log(message));`;

const TSX = 'node_modules/tsx/dist/cli.mjs';
const JEST = 'node_modules/jest/bin/jest.js';
const VITEST = 'node_modules/vitest/vitest.mjs';
// An embedded store takes more than 5 s to open on a busy machine.
const PATIENCE = ['--testTimeout=60000'];

/** Besides the Node that runs the tests: the oldest that the packages admit, and the later ones. */
const OTHER_NODES = ['20.19.0', '24.21.0', '26.10.0'];

let project: ConsumerProject;

beforeAll(() => {
  project = new ConsumerProject();
  for (const decorators of ['legacy', 'standard'] as const) {
    project.compileForNode(decorators);
    project.bundle(decorators);
  }
});

afterAll(() => project.remove());

describe('a job that fails once runs again on the embedded store', () => {
  test.each([
    ['compiled for Node, with legacy decorators, required', ['built/nodenext-legacy/main.js']],
    ['compiled for Node, with standard decorators, required', ['built/nodenext-standard/main.js']],
    ['bundled, with legacy decorators, imported', ['built/bundler-legacy/main.mjs']],
    ['bundled, with standard decorators, imported', ['built/bundler-standard/main.mjs']],
    ['run by tsx', [TSX, 'src/main.ts']],
  ])('%s', async (_how, args) => {
    expect(await project.run(args)).toBe(GREETED);
  });

  test('in Jest, without any configuration', async () => {
    expect(await project.run([JEST, 'jest/', ...PATIENCE])).toMatch(/Tests: +2 passed, 2 total/);
  });

  test('in Vitest', async () => {
    expect(await project.run([VITEST, 'run', 'vitest/', ...PATIENCE])).toMatch(/Tests +2 passed/);
  });

  test('in node:test', async () => {
    const said = await project.run([...NODE_TEST, 'node-test/greet.test.cjs']);
    expect(said).toContain('# pass 2\n# fail 0');
  });
});

describe.each(OTHER_NODES)('on Node %s', (version) => {
  let node: string;
  beforeAll(() => {
    node = installNode(version, project.folder);
  });

  test('it runs again, imported and in a test that requires it', async () => {
    expect(await project.run(['built/bundler-standard/main.mjs'], node)).toBe(GREETED);
    const said = await project.run([...NODE_TEST, 'node-test/greet.test.cjs'], node);
    expect(said).toContain('# pass 2\n# fail 0');
  });

  test('job files with decorators, which Node cannot read, are answered with advice', async () => {
    const said = await project.run(['-e', LOAD_SOURCES], node);
    expect(said).toMatch(/Loading the job file .*greet\.ts failed: .*node --import tsx/);
  });
});

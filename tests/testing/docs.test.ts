import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fakeQueues } from '@drover/testing';

/** Not those of the other snippets: they are laid out at the same time. */
const FOLDER = path.join(__dirname, '../.testing-snippets');
const PAGE = readFileSync(path.join(__dirname, '../../docs/testing.md'), 'utf8');
const MOST_LINES = 10;

const snippets = [...PAGE.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
const [jobs = '', ...examples] = snippets;

beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  writeFileSync(path.join(FOLDER, 'jobs.ts'), jobs);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

test('the page has an example of everything', () => expect(examples).toHaveLength(9));

test.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i does what it says',
  async (number, code) => {
    const file = path.join(FOLDER, `example-${number}.ts`);
    writeFileSync(file, asFunction(code));
    const { example } = require(file) as { example: () => Promise<void> };
    await expect(fakeQueues(() => example())).resolves.toBeUndefined();
  },
);

test('each takes ten lines or fewer, beside its imports', () => {
  const lengths = examples.map((code) => bodyOf(code).filter((line) => line !== '').length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MOST_LINES);
});

function asFunction(code: string): string {
  const imports = code.split('\n').filter((line) => line.startsWith('import '));
  return `${imports.join('\n')}\nexport async function example() {\n${bodyOf(code).join('\n')}\n}\n`;
}

function bodyOf(code: string): string[] {
  return code.split('\n').filter((line) => !line.startsWith('import '));
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeProcess } from './support/node-process';

test('the quickstart prints the result of its job, which took two runs, and ends', async () => {
  const cwd = path.join(__dirname, '../examples/quickstart');
  const { code, stdout, stderr } = await new NodeProcess(['--import', 'tsx', 'quickstart.ts'], {
    cwd,
  }).exit;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/Retrying CallJob .* due to a LineBusy \(Ada is on the phone\)/);
  expect(stdout).toMatch(/^Ada answered after \d+ ms$/m);
});

test('the README prints the quickstart as it is', () => {
  const read = (file: string) => readFileSync(path.join(__dirname, '..', file), 'utf8');

  expect(read('README.md')).toContain(
    `// quickstart.ts\n${read('examples/quickstart/quickstart.ts')}\`\`\`\n`,
  );
});

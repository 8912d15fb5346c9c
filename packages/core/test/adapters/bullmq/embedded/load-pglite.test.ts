import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SRC = join(__dirname, '../../../../src');

it('says what to install when PGlite is missing', async () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'drover-bare-'));
  for (const part of ['support', 'adapters']) {
    cpSync(join(SRC, part), join(nowhere, part), { recursive: true });
  }
  const script = `require(${JSON.stringify(join(nowhere, 'adapters/bullmq/embedded/open-embedded.ts'))})
    .openEmbedded().catch(({ code, message }) => console.log(code, message))`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '-e', script],
    // pnpm points NODE_PATH at every package it knows.
    { cwd: __dirname, env: { ...process.env, NODE_PATH: '' } },
  );
  rmSync(nowhere, { recursive: true });
  expect(stdout).toContain(
    "DROVER_MISSING_DEPENDENCY The embedded store needs the package '@electric-sql/pglite', " +
      'which is not installed. Run: npm install @electric-sql/pglite',
  );
});

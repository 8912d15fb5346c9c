import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalRegistry } from '../support/local-registry';
import { stepsOf } from '../support/page-steps';
import { Shell } from '../support/shell';

// It installs packages, and makes an embedded database.
jest.setTimeout(600_000);

test('a newcomer who follows the page has a job that retries, a test that says so, and a board', async () => {
  const registry = new LocalRegistry();
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-newcomer-'));
  let shell: Shell | undefined;
  try {
    const url = await registry.start(['core', 'testing', 'board']);
    shell = new Shell(folder, {
      npm_config_registry: url,
      npm_config_cache: path.join(folder, '.cache'),
    });
    for (const step of stepsOf('docs/getting-started.md')) {
      if ('file' in step) writeFileSync(path.join(folder, 'shop', step.file), step.text);
      else if (step.run === 'npx drover work') await shell.runUntil(step.run, 'Welcome, Ada!');
      else if (step.run === 'npx tsx server.ts') await visit(shell, step.run);
      else await shell.run(step.run);
    }
    expect(await shell.run('npx drover queues')).toMatch(/mailers( +0){6} +1/);
    expect(await shell.run('npx tsc --noEmit')).not.toContain('error');
  } finally {
    shell?.end();
    registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The page's port is taken only where the tests run beside another application. */
async function visit(shell: Shell, server: string): Promise<void> {
  await shell.start(server, 'See http://127.0.0.1:3000/jobs');
  try {
    const stats = await fetch('http://127.0.0.1:3000/jobs/api/stats');
    expect(await stats.json()).toMatchObject({ jobs: { completed: 1 } });
    const page = await fetch('http://127.0.0.1:3000/jobs/queue/mailers?status=completed');
    expect(page.status).toBe(200);
  } finally {
    await shell.interrupt();
  }
}

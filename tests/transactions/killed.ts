import assert from 'node:assert/strict';
import path from 'node:path';
import { NodeProcess } from '../support/node-process';
import { waitFor } from '../support/wait-for';
import { expectAbsent, NAMESPACE, type Stage } from './stage';

const OPEN = "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";

/** A process is killed while a transaction of each library is open: neither job nor order is left. */
export async function killBeforeCommit(stages: readonly Stage[]): Promise<void> {
  const [stage] = stages;
  assert(stage);
  await stage.begin('redis');
  const urls = [stage.urlOf('redis'), stage.urlOf('postgres')];
  const files = stages.map(({ file }) => file);
  const script = path.join(__dirname, 'hang.ts');
  const child = new NodeProcess(
    ['--import', require.resolve('tsx'), script, NAMESPACE, ...urls, ...files],
    {
      cwd: path.dirname(stage.file),
      env: { DATABASE_URL: stage.urlOf('postgres') },
    },
  );
  await child.hasSaid('}');
  assert.equal((await stage.ask(OPEN)).length, 2 * stages.length);
  const { stdout } = await child.stop();
  const { held, enlisted } = JSON.parse(stdout) as Record<'held' | 'enlisted', string[]>;
  await waitFor(async () => (await stage.ask(OPEN)).length === 0, { what: 'the rollback' });
  await stage.expectOrders('%', []);
  assert.equal(held.length + enlisted.length, 2 * stages.length);
  for (const id of held) await expectAbsent({ id });
  stage.keepJobsOn('postgres');
  for (const id of enlisted) await expectAbsent({ id });
}

import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl } from '../support/redis';
import { killBeforeCommit } from './killed';
import { layOutPage } from './library';
import { scenariosOf } from './scenarios';
import { Stage } from './stage';

const NAMES = ['pg', 'kysely', 'drizzle', 'knex', 'typeorm'] as const;

const folder = mkdtempSync(path.join(__dirname, '.page-'));
let postgres: PostgresServer | undefined;
const stages = new Map<string, Stage>();

beforeAll(async () => {
  layOutPage(folder);
  postgres = await startPostgres();
  if (!postgres) return;
  const servers = { redis: testRedisUrl(), postgres: postgres.url };
  for (const name of NAMES)
    stages.set(name, await Stage.open(path.join(folder, `${name}.ts`), servers));
}, 60_000);

afterAll(async () => {
  for (const stage of stages.values()) await stage.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(NAMES)('%s, as the page has it', (name) => {
  // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run, where PostgreSQL is installed
  test.each(scenariosOf(name))('%s', async (_, run) => {
    const stage = stages.get(name);
    if (stage) await run(stage);
  });
});

// oxlint-disable-next-line jest/expect-expect -- they are in what is called
test('a process that is killed before the commit leaves neither job nor order, with any of them', async () => {
  if (postgres) await killBeforeCommit([...stages.values()]);
});

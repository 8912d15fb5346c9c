import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../support/postgres';
import { startRedis } from '../support/redis';
import { ROOT } from '../support/snippets';
import { killBeforeCommit } from '../transactions/killed';
import { layOutPage } from '../transactions/library';
import { scenariosOf } from '../transactions/scenarios';
import { Stage } from '../transactions/stage';

/**
 * Runs the recipes of docs/transactions.md for the libraries that are too big for the tests, on a
 * PostgreSQL and a Redis of its own:
 *
 *     npx tsc -b && npx tsx tests/by-hand/orms.ts
 *
 * It installs from the network, some 350 MB, and takes about a minute. Here their snippets are compiled, too:
 * the page marks them `typescript`, and the tests compile what is marked `ts`.
 */

const PACKAGES =
  'prisma@7.10.1 @prisma/client@7.10.0 @prisma/adapter-pg@7.10.1 sequelize@6.37.8 ' +
  '@mikro-orm/core@6.6.15 @mikro-orm/postgresql@6.6.15 pg@8.23.1 @types/node@20 typescript@5.9.3';
const LIBRARIES = ['prisma', 'sequelize', 'mikro-orm'] as const;

const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    ...{ target: 'es2022', module: 'commonjs', moduleResolution: 'node10' },
  },
  files: LIBRARIES.map((name) => `${name}.ts`),
};

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drover-orms-')));

async function main(): Promise<void> {
  const postgres = await startPostgres();
  assert(postgres);
  const redis = await startRedis();
  const stages: Stage[] = [];
  try {
    install();
    for (const name of LIBRARIES) {
      const servers = { redis: redis.url, postgres: postgres.url };
      const stage = await Stage.open(path.join(folder, `${name}.ts`), servers);
      stages.push(stage);
      for (const [what, run] of scenariosOf(name)) {
        console.log(`- ${name}: ${what}`);
        await run(stage);
      }
    }
    console.log('- a process that is killed before the commit leaves neither job nor order');
    await killBeforeCommit(stages);
  } finally {
    for (const stage of stages) await stage.close();
    await postgres.stop();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(): void {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  // Prisma would download a program that only its migrations need.
  execute('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...PACKAGES.split(' '),
  ]);
  mkdirSync(path.join(folder, 'node_modules/@drover'));
  symlinkSync(path.join(ROOT, 'packages/core'), path.join(folder, 'node_modules/@drover/core'));
  layOutPage(folder);
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  execute('npx', ['prisma', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath });
  execute('npx', ['tsc', '-p', '.']);
}

function execute(
  program: string,
  args: string[],
  env: Readonly<Record<string, string>> = {},
): void {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  assert.equal(status, 0, stdout + stderr);
}

void main().then(() => console.log('All of it holds.'));

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../support/free-port';
import { NodeProcess, type Exit } from '../support/node-process';
import { startRedis, withRedis } from '../support/redis';
import { layOutSnippets, ROOT, SNIPPETS } from '../support/snippets';
import { waitFor } from '../support/wait-for';

/**
 * Runs docs/nextjs-and-fastify.md as a real application of Next.js, which is too big for the tests:
 *
 *     npx tsc -b && npx tsx tests/by-hand/next.ts
 *
 * It installs from the network, and takes some two minutes.
 */

const NEXT = 'next@16.4.6 react@19.3.1 react-dom@19.3.1 bullmq@6.7.0 ioredis@5.11.1 tsx@4.23.15';
const TYPES = 'typescript@5.9.3 @types/node@20 @types/react@19';

const OWN_FILES = {
  'package.json': '{ "name": "next-app", "private": true }',
  'next.config.mjs': `export default { serverExternalPackages: ['@drover/core'] };`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{
        target: 'es2022',
        lib: ['dom', 'es2022'],
        module: 'esnext',
        moduleResolution: 'bundler',
      },
      ...{ jsx: 'react-jsx', experimentalDecorators: true, strict: true, skipLibCheck: true },
    },
  }),
  'app/layout.tsx': `
    export default function Layout({ children }: { children: React.ReactNode }) {
      return <html><body>{children}</body></html>;
    }`,
  'app/page.tsx': `
    import { welcome } from './actions';
    export default function Page() {
      return <form action={welcome}><input name="name" /></form>;
    }`,
};

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drover-next-')));
const job = path.join(folder, 'jobs/welcome.job.ts');
const running: NodeProcess[] = [];

async function main(): Promise<void> {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url, NEXT_TELEMETRY_DISABLED: '1' };
  try {
    makeApp();
    tell('an enqueue by a minified name is refused');
    const named = readFileSync(job, 'utf8');
    writeFileSync(job, named.replace(/@JobName.*\n/, ''));
    await build(env);
    const refused = await serve('start', env, async (url) => {
      assert.equal((await post(url)).status, 500);
    });
    assert.match(refused.stderr, /DROVER_UNSTABLE_JOB_NAME/);

    tell('a route of a built application enqueues, and a worker performs');
    writeFileSync(job, named);
    await build(env);
    const worker = run(['node_modules/@drover/core/dist/cli/main.js', 'work'], env);
    await worker.hasSaid('Working mailers');
    await serve('start', env, async (url) => {
      assert.equal((await post(url)).status, 202);
      await worker.hasSaid('Welcome, Ada');
    });

    tell('in development, files that change leave one connection; a server action enqueues');
    await serve('dev', env, async (url) => {
      await post(url);
      const before = await connections(redis.url);
      for (const change of [1, 2, 3]) {
        writeFileSync(job, named.replace('since', `change ${change}, since`));
        await waitFor(async () => (await post(url)).status === 202);
      }
      assert.equal(await connections(redis.url), before);
      const html = await (await fetch(url)).text();
      const form = new FormData();
      form.set(/\$ACTION_ID_\w+/.exec(html)?.[0] ?? 'none', '');
      form.set('name', 'Eve');
      await fetch(url, { method: 'POST', headers: { origin: url }, body: form });
      await worker.hasSaid('Welcome, Eve');
    });
  } catch (error) {
    for (const { stdout } of running) console.log(stdout);
    throw error;
  } finally {
    for (const each of running) each.kill('SIGTERM');
    await Promise.all(running.map(({ exit }) => exit));
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeApp(): void {
  layOutSnippets();
  for (const name of ['jobs', 'app', 'instrumentation.ts', 'drover.config.ts'])
    cpSync(path.join(SNIPPETS, 'docs/nextjs-and-fastify', name), path.join(folder, name), {
      recursive: true,
    });
  for (const [file, text] of Object.entries(OWN_FILES)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  npm('pack --silent --pack-destination', folder, path.join(ROOT, 'packages/core'));
  npm(`install --no-audit --no-fund ${NEXT} ${TYPES}`, './drover-core-0.1.0.tgz', folder);
}

function npm(words: string, last: string, cwd: string): void {
  const { status, stderr } = spawnSync('npm', [...words.split(' '), last], {
    cwd,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
}

async function build(env: Readonly<Record<string, string>>): Promise<void> {
  const { code, stdout, stderr } = await next(['build'], env).exit;
  assert.equal(code, 0, stdout + stderr);
}

async function serve(
  command: 'start' | 'dev',
  env: Readonly<Record<string, string>>,
  use: (url: string) => Promise<void>,
): Promise<Exit> {
  const port = await freePort();
  const server = next([command, '-p', String(port)], env);
  await server.hasSaid('Ready in');
  await use(`http://localhost:${port}`);
  // Next runs a process of its own, which goes with it at this signal alone.
  server.kill('SIGTERM');
  return server.exit;
}

function next(args: readonly string[], env: Readonly<Record<string, string>>): NodeProcess {
  return run(['node_modules/next/dist/bin/next', ...args], env);
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): NodeProcess {
  const started = new NodeProcess(args, { cwd: folder, env });
  running.push(started);
  return started;
}

function post(url: string): Promise<Response> {
  return fetch(`${url}/api/welcome`, { method: 'POST', body: JSON.stringify({ name: 'Ada' }) });
}

function connections(url: string): Promise<number> {
  return withRedis(
    url,
    async (redis) =>
      String(await redis.client('LIST'))
        .trim()
        .split('\n').length,
  );
}

function tell(what: string): void {
  console.log(`- ${what}`);
}

void main().then(() => console.log('All of it holds.'));

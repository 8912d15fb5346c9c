import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from './packages.mjs';

/**
 * The Redis of this run, and a connection of our own to look into it: the server named by
 * DROVER_TEST_REDIS_URL, else one that is started here, keeps nothing on disk and ends with us.
 */
export async function provideRedis() {
  const given = process.env.DROVER_TEST_REDIS_URL;
  const server = given ? { url: given, stop: async () => {} } : await startServer();
  const client = new Redis(server.url, { maxRetriesPerRequest: null });
  client.on('error', () => {});
  await client.ping();
  const close = async () => {
    await client.quit();
    await server.stop();
  };
  return { url: server.url, client, close };
}

/** Deletes the jobs of a namespace; the queues' own settings stay, as in a real run. */
export async function deleteJobs(client, namespace) {
  for await (const keys of client.scanStream({ match: `${namespace}:*`, count: 2000 })) {
    const jobs = keys.filter((key) => !key.endsWith(':meta'));
    if (jobs.length > 0) await client.unlink(...jobs);
  }
}

async function startServer() {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'drover-bench-'));
  const program = process.env.REDIS_SERVER ?? 'redis-server';
  const args = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const child = spawn(program, args.map(String), { stdio: 'ignore' });
  const kill = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  await once(child, 'spawn').catch((error) => {
    throw new Error(`Expected ${program} on the PATH, or DROVER_TEST_REDIS_URL: ${error.message}`, {
      cause: error,
    });
  });
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await once(child, 'exit');
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

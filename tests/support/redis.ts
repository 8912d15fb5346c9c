import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findProgram } from './find-program';
import { freePort } from './free-port';
import { ServerProcess } from './server-process';
import { waitFor } from './wait-for';

export interface RedisOptions {
  readonly port?: number;
  /** Further arguments of redis-server, such as `['--maxmemory-policy', 'allkeys-lru']`. */
  readonly args?: readonly string[];
  readonly password?: string;
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the process, SIGKILL unless said otherwise, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** The Redis of the whole run. Share it: take a namespace of your own, and never flush it. */
export function testRedisUrl(): string {
  const url = process.env['DROVER_TEST_REDIS_URL'];
  if (!url) throw new Error('DROVER_TEST_REDIS_URL is not set: run the tests through Jest.');
  return url;
}

/** A key prefix that no other test uses. */
export function uniqueNamespace(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}

/** A Redis of one's own, to configure, kill and start again on the same port. Keeps nothing on disk. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const program = findProgram('redis-server', 'valkey-server');
  if (!program) throw new Error('Neither redis-server nor valkey-server is on the PATH.');

  const port = options.port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'drover-redis-'));
  const logFile = join(folder, 'redis.log');
  const auth = options.password ? `:${encodeURIComponent(options.password)}@` : '';
  const url = `redis://${auth}127.0.0.1:${port}`;
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const defaults = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const password = options.password ? ['--requirepass', options.password] : [];
  const server = await ServerProcess.start({
    program,
    folder,
    args: [...place, '--logfile', logFile, ...defaults, ...password, ...(options.args ?? [])],
  });

  try {
    await waitFor(() => !server.running || ping(url), { what: `Redis on port ${port}` });
    if (!server.running) throw new Error('redis-server ended at once');
  } catch (error) {
    const log = await readFile(logFile, 'utf8').catch(() => '(no log)');
    await server.stop();
    throw new Error(`Redis did not start on port ${port}. Its log:\n${log}`, { cause: error });
  }
  return {
    url,
    port,
    pid: server.pid,
    kill: (signal) => server.kill(signal),
    stop: () => server.stop(),
  };
}

async function ping(url: string): Promise<boolean> {
  return withRedis(url, async (redis) => (await redis.ping()) === 'PONG');
}

/** One short visit, without any retry. */
export async function withRedis<T>(url: string, visit: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 5_000,
  });
  // Its failure also rejects the call below, which is where it is handled.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await visit(redis);
  } finally {
    await disconnect(redis);
  }
}

/** Waits for the socket too: ioredis holds a timer of two seconds until it is closed. */
async function disconnect(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  const end = once(redis, 'end');
  redis.disconnect();
  await end;
}

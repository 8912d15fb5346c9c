import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program';
import { startRedis, withRedis, type RedisServer } from './redis';

const OLDEST = [6, 2] as const;

const HELP = `The tests need a real Redis ${OLDEST.join('.')} or newer. Do one of these and run again:
  - set DROVER_TEST_REDIS_URL=redis://127.0.0.1:6379 to use one that runs already, or
  - put redis-server or valkey-server on the PATH (apt-get install redis-server, brew install redis).`;

/** The Redis of the run: the one named by the environment, else one of our own that `stop` ends. */
export async function provideRedis(): Promise<{ url: string; server?: RedisServer }> {
  const given = process.env['DROVER_TEST_REDIS_URL'];
  if (given) {
    await checkVersion(given);
    return { url: given };
  }
  if (!findProgram('redis-server', 'valkey-server')) installRedis();

  const server = await startRedis();
  try {
    await checkVersion(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url, server };
}

async function checkVersion(url: string): Promise<void> {
  const where = url.replace(/\/\/[^@/]*@/, '//');
  const info = await withRedis(url, (redis) => redis.info('server')).catch((error: unknown) => {
    throw new Error(`The Redis at ${where} cannot be used: ${String(error)}\n${HELP}`, {
      cause: error,
    });
  });
  const version = /redis_version:(\d+)\.(\d+)/.exec(info);
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new Error(
    `The Redis at ${where} has version ${major}.${minor}, which is too old.\n${HELP}`,
  );
}

function installRedis(): void {
  for (const [program, ...args] of installCommands()) {
    console.log(`No Redis on this machine: ${[program, ...args].join(' ')}`);
    spawnSync(program!, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (findProgram('redis-server', 'valkey-server')) return;
  }
  throw new Error(`There is no Redis, and it could not be installed.\n${HELP}`);
}

/** Tried in order until one of them brings a server. A fresh machine has no package lists yet. */
function installCommands(): string[][] {
  if (findProgram('apt-get')) {
    const root = rootPrefix();
    if (!root) return [];
    const install = [...root, 'apt-get', 'install', '-y', 'redis-server'];
    return [install, [...root, 'apt-get', 'update'], install];
  }
  return findProgram('brew') ? [['brew', 'install', 'redis']] : [];
}

/** What makes a command run as root without asking for a password; undefined when nothing does. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

import { installProgram } from './install-program';
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
  installRedis();

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
  const programs = ['redis-server', 'valkey-server'];
  if (installProgram({ programs, packages: { 'apt-get': 'redis-server', brew: 'redis' } })) return;
  throw new Error(`There is no Redis, and it could not be installed.\n${HELP}`);
}

import type { RedisServer } from './redis';
import { provideRedis } from './provide-redis';

declare global {
  var droverTestRedis: RedisServer | undefined;
}

/** Jest's workers inherit the environment from here. */
export default async function globalSetup(): Promise<void> {
  const { url, server } = await provideRedis();
  process.env['DROVER_TEST_REDIS_URL'] = url;
  globalThis.droverTestRedis = server;
}

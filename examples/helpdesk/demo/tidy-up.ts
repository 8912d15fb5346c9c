import { Redis } from 'ioredis';

/** The demo's jobs mean nothing to anybody else, so a Redis that outlives them is rid of them. */
export async function tidyUp(): Promise<void> {
  const url = process.env['REDIS_URL'];
  if (!url || process.env['DROVER_URL']) return;

  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await removeKeys(redis, `${process.env['HELPDESK_NAMESPACE']}:*`);
  } catch {
    // A Redis that is away has been complained of by now.
  } finally {
    redis.disconnect();
  }
}

async function removeKeys(redis: Redis, pattern: string): Promise<void> {
  for await (const found of redis.scanStream({ match: pattern, count: 1000 })) {
    const keys = found as string[];
    if (keys.length > 0) await redis.unlink(keys);
  }
}

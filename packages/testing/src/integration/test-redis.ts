import { randomUUID } from 'node:crypto';
import { buildApplication, type Application, type DroverOptions } from '@drover/core';
import { enterMode } from '../mode/scope';

/** What `configure()` takes, but for the store and the namespace. */
export interface TestRedisOptions extends Omit<DroverOptions, 'store' | 'adapter' | 'namespace'> {
  /** Default the environment's REDIS_URL, else redis://127.0.0.1:6379. */
  readonly url?: string;
}

/** A corner of a real Redis, in force until it is closed. */
export interface TestRedis {
  readonly app: Application;
  readonly namespace: string;
  /** Stops the workers, closes the connections, and removes everything of the namespace. Idempotent. */
  close(): Promise<void>;
}

/**
 * Has jobs go to a real Redis, in a namespace that no other test uses, with what `configure()` was
 * told otherwise. Start workers with `startWorker()`, and close it in the end.
 */
export function testRedis({ url, ...options }: TestRedisOptions = {}): TestRedis {
  const store = url ?? process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
  const namespace = `test-${randomUUID()}`;
  const app = buildApplication({ ...options, store, namespace });
  const end = enterMode({ fake: undefined, app }, { flow: true });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    end();
    await app.close();
    await removeKeys(store, namespace);
  };
  return { app, namespace, close: () => (closed ??= close()) };
}

async function removeKeys(url: string, namespace: string): Promise<void> {
  // Loaded only here: who tests on fakes alone need not have it.
  const { Redis } = require('ioredis') as typeof import('ioredis');
  const redis = new Redis(url);
  const stream = redis.scanStream({ match: `*${namespace}*`, count: 1000 });
  for await (const keys of stream as AsyncIterable<string[]>)
    if (keys.length > 0) await redis.unlink(...keys);
  redis.disconnect();
}

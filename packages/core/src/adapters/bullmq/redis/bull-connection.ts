import { QueueKeys, RedisConnection, RedisQueueBackend, type QueueBaseOptions } from 'bullmq';
import type { RedisClient } from './redis-source';

/**
 * A connection that BullMQ neither checks nor talks about: Drover's own check says the same once,
 * with a code. BullMQ takes an unchecked server for version 5 and goes slow ways around it.
 */
class CheckedConnection extends RedisConnection {
  override get redisVersion(): string {
    return '6.2.0';
  }
}

/** Of a queue: commands are sent whatever the state of the connection, which bounds them itself. */
export function sharedConnection(client: RedisClient): RedisConnection {
  return new CheckedConnection(client, {
    shared: true,
    blocking: false,
    skipVersionCheck: true,
    skipWaitingForReady: true,
  });
}

/** Of a worker: ended with it. */
export function ownConnection(client: RedisClient): RedisConnection {
  return new CheckedConnection(client, { shared: false, blocking: true, skipVersionCheck: true });
}

export interface RedisBackendParts {
  readonly queue: string;
  readonly prefix: string;
  readonly options: QueueBaseOptions;
  readonly connection: RedisConnection;
  readonly blockingConnection?: RedisConnection;
}

export function redisBackend(
  { queue, prefix, options, connection, blockingConnection }: RedisBackendParts,
  Backend = RedisQueueBackend,
): RedisQueueBackend {
  const keys = new QueueKeys(prefix);
  const toKey = (type: string) => keys.toKey(queue, type);
  const prefixed = { ...options, prefix };
  return new Backend(connection, queue, keys.getKeys(queue), toKey, prefixed, blockingConnection);
}

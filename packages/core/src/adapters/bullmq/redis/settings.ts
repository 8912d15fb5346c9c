import type { RedisOptions } from 'ioredis';

/** Milliseconds before the `times`th try: quickly at first, then each second, and never no more. */
function retryStrategy(times: number): number {
  return Math.min(times * 50, 1000);
}

/** After a failover the old primary answers READONLY: connect anew, send again. */
function reconnectOnError({ message }: Error): false | 2 {
  return message.startsWith('READONLY') ? 2 : false;
}

const SHARED: RedisOptions = {
  retryStrategy,
  reconnectOnError,
  enableOfflineQueue: true,
  autoResendUnfulfilledCommands: true,
  // How long a socket is asked to end before it is destroyed; the question may reach nobody.
  disconnectTimeout: 500,
};

/** Commands are bounded by time, not by a number of tries. The number only keeps memory bounded. */
export function producerSettings(connectionName: string, timeout: number): RedisOptions {
  return {
    ...SHARED,
    connectionName,
    lazyConnect: true,
    connectTimeout: timeout,
    maxRetriesPerRequest: 20 + Math.ceil(timeout / 1000),
  };
}

/** BullMQ blocks on these; a limit of any kind would end a wait that is meant to last. */
export function workerSettings(connectionName: string): RedisOptions {
  return {
    ...SHARED,
    connectionName,
    lazyConnect: false,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
  };
}

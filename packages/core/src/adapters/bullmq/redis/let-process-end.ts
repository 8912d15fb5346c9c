import type { Redis } from 'ioredis';

/**
 * An idle connection, or one that is being retried, keeps no process open. A command under way
 * does, by the timer that bounds it: so a script that enqueues and ends is heard out, and ends.
 */
export function letProcessEnd(client: Redis): void {
  client.on('connect', () => client.stream.unref());
  client.on('reconnecting', () => retryTimerOf(client)?.unref());
}

/** Private to ioredis. Without it a script would go on for as long as its Redis is away. */
function retryTimerOf(client: Redis): NodeJS.Timeout | null | undefined {
  return (client as unknown as { reconnectTimeout?: NodeJS.Timeout | null }).reconnectTimeout;
}

import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';

/**
 * ioredis hears one error of a socket. A TLS handshake that is refused, or cut off by a close, may
 * bring a second, which would end the process as an exception that nobody caught.
 */
export function expectLateErrors(client: Redis): void {
  client.on('connecting', () => {
    // The socket is made after the event, and tells nothing before the loop has turned.
    setImmediate(() => (client.stream as Socket | undefined)?.on('error', () => {}));
  });
}

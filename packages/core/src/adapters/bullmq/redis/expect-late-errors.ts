import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';

/**
 * ioredis hears one error of a socket. A TLS handshake that is refused, or cut off by a close, may
 * bring a second, which would end the process as an exception that nobody caught. To be called before
 * the client has a socket: it gets one whenever it connects, after whatever it asks a sentinel first.
 */
export function expectLateErrors(client: Redis): void {
  let current: Socket | undefined;
  Object.defineProperty(client, 'stream', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(stream: Socket | undefined) {
      current = stream?.on('error', () => {});
    },
  });
}

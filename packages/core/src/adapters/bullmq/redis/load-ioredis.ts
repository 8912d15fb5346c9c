import { loadPeer } from '../../../support/load-peer';

type Ioredis = typeof import('ioredis');

/** ioredis is an optional peer: loaded when a Redis is opened, never before. */
export function loadIoredis(): Ioredis {
  return loadPeer<Ioredis>('ioredis', 'A Redis store', () => require('ioredis'));
}

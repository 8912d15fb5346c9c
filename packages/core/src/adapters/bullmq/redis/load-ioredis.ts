import { MissingDependencyError } from '../../../support/missing-dependency-error';

type Ioredis = typeof import('ioredis');

/** ioredis is an optional peer: loaded when a Redis is opened, never before. */
export function loadIoredis(): Ioredis {
  try {
    return require('ioredis') as Ioredis;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError('ioredis', 'A Redis store', error);
  }
}

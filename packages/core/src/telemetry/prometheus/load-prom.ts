import { MissingDependencyError } from '../../support/missing-dependency-error';

export type PromClient = typeof import('prom-client');

/** prom-client is an optional peer: loaded when metrics are collected, never before. */
export function loadProm(): PromClient {
  try {
    return require('prom-client') as PromClient;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError('prom-client', 'Collecting metrics', error);
  }
}

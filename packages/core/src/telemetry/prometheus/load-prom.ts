import { loadPeer } from '../../support/load-peer';

export type PromClient = typeof import('prom-client');

/** prom-client is an optional peer: loaded when metrics are collected, never before. */
export function loadProm(): PromClient {
  return loadPeer<PromClient>('prom-client', 'Collecting metrics', () => require('prom-client'));
}

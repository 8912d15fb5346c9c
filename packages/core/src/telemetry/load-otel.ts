import { loadPeer } from '../support/load-peer';

export type OtelApi = typeof import('@opentelemetry/api');

/** The API is an optional peer: loaded when jobs are to be traced, never before. */
export function loadOtel(): OtelApi {
  return loadPeer<OtelApi>('@opentelemetry/api', 'configure({ telemetry: true })', () =>
    require('@opentelemetry/api'),
  );
}

/** Whether the process has set up this: whoever did has the API loaded. Looks, loads nothing. */
export function isSetUp(what: 'trace' | 'metrics'): boolean {
  const api = (globalThis as Record<symbol, unknown>)[Symbol.for('opentelemetry.js.api.1')];
  return (api as Record<string, unknown> | undefined)?.[what] !== undefined;
}

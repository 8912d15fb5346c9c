import { MissingDependencyError } from '../support/missing-dependency-error';

export type OtelApi = typeof import('@opentelemetry/api');

/** The API is an optional peer: loaded when jobs are to be traced, never before. */
export function loadOtel(): OtelApi {
  try {
    return require('@opentelemetry/api') as OtelApi;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError('@opentelemetry/api', 'configure({ telemetry: true })', error);
  }
}

/** Whether the process has set up this: whoever did has the API loaded. Looks, loads nothing. */
export function isSetUp(what: 'trace' | 'metrics'): boolean {
  const api = (globalThis as Record<symbol, unknown>)[Symbol.for('opentelemetry.js.api.1')];
  return (api as Record<string, unknown> | undefined)?.[what] !== undefined;
}

import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { copyOf } from '../options/context';
import { contextDefinitions, currentScope, runInScope, type Scope } from '../support/scope';

/**
 * Runs `body` in the job's own locale, time zone and request. A delivered job sees nothing of the flow it
 * happens to be started from; one that runs here and now sees a copy of its caller's contexts.
 */
export function inJobScope<T>(job: Job, body: () => T): T {
  const scope = scopeOf(job);
  return scope ? runInScope(scope, body) : body();
}

/** Undefined where none is needed. */
function scopeOf(job: Job): Scope | undefined {
  const { locale, timeZone, requestId, delivery } = job[STATE];
  const outer = currentScope();
  const own = locale !== undefined || timeZone !== undefined || requestId !== undefined;
  if (!own && !outer && contextDefinitions.size === 0) return undefined;
  const ambient = {
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timeZone }),
    ...(requestId !== undefined && { requestId }),
  };
  if (delivery) return { ambient, contexts: new Map() };
  return {
    ambient: own ? ambient : (outer?.ambient ?? ambient),
    contexts: copyOf(outer?.contexts),
  };
}

import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { inAmbient } from '../support/ambient';

/** Runs `body` in the job's own locale and time zone. */
export function inJobAmbient<T>(job: Job, body: () => T): T {
  const { locale, timeZone } = job[STATE];
  if (locale === undefined && timeZone === undefined) return body();
  const values = {
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timeZone }),
  };
  return inAmbient(values, body);
}

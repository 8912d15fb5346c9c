import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { JobTimeoutError } from './job-timeout-error';

/** Runs `body` within the time its class grants. A body that goes on afterwards is not listened to. */
export function withinTimeLimit<T>(job: Job, body: () => T | Promise<T>): T | Promise<T> {
  const { name, timeout } = optionsOf(job.constructor as DeclaringClass);
  return timeout === undefined ? body() : limited(job, body, { name, timeout });
}

async function limited<T>(
  job: Job,
  body: () => T | Promise<T>,
  { name, timeout }: { name: string; timeout: number },
): Promise<T> {
  const abort = new AbortController();
  job[STATE].signal = AbortSignal.any([job.signal, abort.signal]);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new JobTimeoutError(name, timeout);
      abort.abort(error);
      reject(error);
    }, timeout);
  });
  try {
    return await Promise.race([body(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

import type { Job } from '../job/job';
import type { PolicyHandler } from '../options/error-policy';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** A function of the job and the error, or the name of a method that takes the error. */
export type ErrorHandler<T extends Job = Job> = ((job: T, error: Error) => unknown) | string;

/** The function behind a handler option; a method name is looked up when it is called. */
export function errorHandler(where: string, handler: unknown): PolicyHandler {
  if (typeof handler === 'function') return handler as PolicyHandler;
  if (typeof handler !== 'string') {
    throw new InvalidOptionsError(
      where,
      'a function of (job, error) or the name of a method',
      handler,
    );
  }
  return (job, error) => callMethod(where, job as Record<string, unknown>, handler, error);
}

function callMethod(
  where: string,
  job: Record<string, unknown>,
  name: string,
  error: Error,
): unknown {
  const method = job[name];
  if (typeof method === 'function') return method.call(job, error) as unknown;
  throw new InvalidOptionsError(where, `a method of ${job.constructor.name}`, name);
}

import type { Job } from '../job/job';
import { errorClasses, type ErrorClass } from '../options/error-class';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { errorHandler, type ErrorHandler } from './error-handler';

/**
 * Hands one of these errors to your own code; the run then counts as completed. Call
 * `job.retryJob()` in the handler for another run, throw in it to fail the job.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function RescueFrom<T extends Job = Job>(
  errors: ErrorClass | readonly ErrorClass[],
  handler: ErrorHandler<T>,
): JobClassDecorator {
  const policy = Object.freeze({
    kind: 'rescue' as const,
    errors: errorClasses('@RescueFrom', errors),
    handler: errorHandler('@RescueFrom', handler),
  });
  return classDecorator('@RescueFrom', { kind: 'policy', policy });
}

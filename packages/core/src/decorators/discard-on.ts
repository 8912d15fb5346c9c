import type { Job } from '../job/job';
import { checkKeys } from '../options/check-keys';
import { errorClasses, type ErrorClass } from '../options/error-class';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { errorHandler, type ErrorHandler } from './error-handler';
import { checkFlag } from './retry-on';

/** Who is told of a job that `@DiscardOn` gives up. */
export interface DiscardOptions<T extends Job = Job> {
  /** Tell the error reporter. Default false. */
  readonly report?: boolean;
  /** Runs when a job is discarded. */
  readonly onDiscard?: ErrorHandler<T>;
}

/**
 * Gives the job up after one of these errors, without failing it.
 *
 * @param errors - a class or a list of them; subclasses count
 * @throws InvalidOptionsError when the class loads
 */
export function DiscardOn<T extends Job = Job>(
  errors: ErrorClass | readonly ErrorClass[],
  options: DiscardOptions<T> = {},
): JobClassDecorator {
  const classes = errorClasses('@DiscardOn', errors);
  checkKeys('@DiscardOn', options, ['report', 'onDiscard']);
  const { report = false, onDiscard } = options;
  const policy = Object.freeze({
    kind: 'discard' as const,
    errors: classes,
    report: checkFlag('@DiscardOn report', report),
    onDiscard:
      onDiscard === undefined ? undefined : errorHandler('@DiscardOn onDiscard', onDiscard),
  });
  return classDecorator('@DiscardOn', { kind: 'policy', policy });
}

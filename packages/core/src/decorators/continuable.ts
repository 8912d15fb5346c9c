import { checkKeys } from '../options/check-keys';
import { CONTINUABLE } from '../options/continuable';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { checkPriority, checkQueueName } from '../options/placement';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/** When a job of steps goes on after an interruption, and how often. */
export interface ContinuableOptions {
  /** How often a job may go on. More fails it with ResumeLimitError. Default: without limit. */
  readonly maxResumptions?: number;
  /** When and where it goes on. Default: at once where it was, or after 5 s if an error ended it. */
  readonly resumeOptions?: {
    readonly wait?: Duration;
    readonly queue?: string;
    readonly priority?: number;
  };
  /**
   * Whether a job that has made progress in a run goes on after an error that no rule of its class
   * takes. Default true.
   */
  readonly resumeErrorsAfterAdvancing?: boolean;
}

/**
 * How jobs of several steps go on after they were interrupted. A class without it has the defaults: it
 * is `this.step()` that makes a job continuable.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Continuable(options: ContinuableOptions = {}): JobClassDecorator {
  const where = '@Continuable';
  const known = ['maxResumptions', 'resumeOptions', 'resumeErrorsAfterAdvancing'];
  checkKeys(where, options, known);
  const { maxResumptions, resumeOptions = {}, resumeErrorsAfterAdvancing = true } = options;
  checkKeys(`${where} resumeOptions`, resumeOptions, ['wait', 'queue', 'priority']);
  const { wait, queue, priority } = resumeOptions;
  if (maxResumptions !== undefined && !(Number.isInteger(maxResumptions) && maxResumptions >= 0))
    throw new InvalidOptionsError(`${where} maxResumptions`, 'a whole number', maxResumptions);
  if (queue !== undefined) checkQueueName(`${where} resumeOptions.queue`, queue);
  if (priority !== undefined) checkPriority(`${where} resumeOptions.priority`, priority);
  if (typeof resumeErrorsAfterAdvancing !== 'boolean')
    throw new InvalidOptionsError(
      `${where} resumeErrorsAfterAdvancing`,
      'true or false',
      resumeErrorsAfterAdvancing,
    );
  const rule = Object.freeze({
    ...CONTINUABLE,
    ...{ maxResumptions, queue, priority },
    wait: wait === undefined ? undefined : milliseconds(`${where} resumeOptions.wait`, wait),
    resumesErrors: resumeErrorsAfterAdvancing,
  });
  return classDecorator(where, { kind: 'continuable', rule });
}

function milliseconds(where: string, wait: Duration): number {
  const parsed = parseDuration(wait);
  if (parsed === undefined || parsed < 0)
    throw new InvalidOptionsError(where, DURATION_FORMS, wait);
  return parsed;
}

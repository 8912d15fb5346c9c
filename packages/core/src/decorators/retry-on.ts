import type { Job } from '../job/job';
import { checkWait, type Wait } from '../options/backoff';
import { checkKeys } from '../options/check-keys';
import { errorClasses, type ErrorClass } from '../options/error-class';
import type { RetryPolicy } from '../options/error-policy';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { checkPriority, checkQueueName } from '../options/placement';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { errorHandler, type ErrorHandler } from './error-handler';

/** How `@RetryOn` tries again, and what comes after the last time. */
export interface RetryOptions<T extends Job = Job> {
  /** Default 3 s. See {@link Wait}. */
  readonly wait?: Wait;
  /** Runs in total, the first included. Default 5. */
  readonly attempts?: number | 'unlimited';
  /** Share of the wait that chance may add. Default the class's; null or 0: none. */
  readonly jitter?: number | null;
  /** Queue of the retry. Default the queue it is on. */
  readonly queue?: string;
  readonly priority?: number;
  /** Tell the error reporter of each failure that is retried. Default false. */
  readonly report?: boolean;
  /** Runs once when no attempt is left; the job is then discarded. Without it the job fails. */
  readonly onExhausted?: ErrorHandler<T>;
}

const KNOWN = ['wait', 'attempts', 'jitter', 'queue', 'priority', 'report', 'onExhausted'] as const;

/**
 * Runs the job again after one of these errors. Each declaration counts its own failures.
 *
 * @param errors - a class or a list of them; subclasses count
 * @throws InvalidOptionsError when the class loads
 */
export function RetryOn<T extends Job = Job>(
  errors: ErrorClass | readonly ErrorClass[],
  options: RetryOptions<T> = {},
): JobClassDecorator {
  return classDecorator('@RetryOn', { kind: 'policy', policy: retryPolicy(errors, options) });
}

function retryPolicy<T extends Job>(errors: unknown, options: RetryOptions<T>): RetryPolicy {
  const classes = errorClasses('@RetryOn', errors);
  checkKeys('@RetryOn', options, KNOWN);
  const {
    wait = 3000,
    attempts = 5,
    jitter,
    queue,
    priority,
    report = false,
    onExhausted,
  } = options;
  return Object.freeze({
    kind: 'retry',
    errors: classes,
    key: classes.map(({ name }) => name).join(','),
    wait: checkWait('@RetryOn wait', wait),
    attempts: checkAttempts(attempts),
    jitter: checkJitter(jitter),
    queue: queue === undefined ? undefined : checkQueueName('@RetryOn queue', queue),
    priority: priority === undefined ? undefined : checkPriority('@RetryOn priority', priority),
    report: checkFlag('@RetryOn report', report),
    onExhausted:
      onExhausted === undefined ? undefined : errorHandler('@RetryOn onExhausted', onExhausted),
  });
}

function checkAttempts(attempts: unknown): number {
  if (attempts === 'unlimited' || attempts === Infinity) return Infinity;
  if (Number.isInteger(attempts) && (attempts as number) >= 1) return attempts as number;
  throw new InvalidOptionsError(
    '@RetryOn attempts',
    "a whole number of runs from 1, or 'unlimited'",
    attempts,
  );
}

function checkJitter(jitter: unknown): number | undefined {
  if (jitter === undefined) return undefined;
  if (jitter === null) return 0;
  if (typeof jitter === 'number' && Number.isFinite(jitter)) return jitter;
  throw new InvalidOptionsError(
    '@RetryOn jitter',
    'a number such as 0.15, or null for none',
    jitter,
  );
}

export function checkFlag(where: string, flag: unknown): boolean {
  if (typeof flag === 'boolean') return flag;
  throw new InvalidOptionsError(where, 'true or false', flag);
}

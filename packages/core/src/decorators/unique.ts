import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import type {
  UniqueBy,
  UniqueConflict,
  UniqueLockName,
  UniquePolicy,
} from '../options/unique-policy';
import type { Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { oneOf } from './one-of';
import { positiveDuration } from './positive-duration';

export interface UniqueOptions {
  /** How long the lock is held. Default 'untilExecuted'. */
  readonly lock?: UniqueLockName;
  /** The longest it is held, counted from when the job is due. Required by 'untilExpired'. */
  readonly ttl?: Duration;
  /**
   * What becomes of an enqueue that meets the lock. Default 'reject': the caller is told.
   *
   * - `'log'`: and a warning is logged
   * - `'raise'`: UniqueConflictError
   * - `'replace'`: the job takes the place of the one that has the lock, unless that one runs
   * - `'reschedule'`: the one that has the lock is moved to when this one was due, unless it runs
   */
  readonly onConflict?: UniqueConflict;
  /**
   * What tells two jobs of the class apart. Default all arguments.
   *
   * @example `by: 0`, `by: [0, '1.account.id']`, `by: (inbox: Inbox) => inbox.id`
   */
  readonly by?: UniqueBy;
}

const KNOWN = ['lock', 'ttl', 'onConflict', 'by'] as const;
const LOCKS = ['untilExecuting', 'untilExecuted', 'untilExpired'] as const;
const CONFLICTS = ['reject', 'log', 'raise', 'replace', 'reschedule'] as const;

/**
 * Stores no second job of the class with the same arguments while the first one has the lock. A
 * refused job is told so: `enqueued` is false, `notEnqueuedBecause` 'duplicate', and `duplicateOf`
 * names the job that has the lock.
 *
 * - `'untilExecuting'`: until the run starts; a retry takes it again, if nobody has it
 * - `'untilExecuted'`: until the job ends, through all its retries
 * - `'untilExpired'`: until `ttl` is over, whatever becomes of the job
 *
 * @param options - a duration alone is `{ ttl }`
 * @throws InvalidOptionsError when the class loads
 */
export function Unique(options: Duration | UniqueOptions = {}): JobClassDecorator {
  const given = isDuration(options) ? { ttl: options } : options;
  return classDecorator('@Unique', { kind: 'unique', policy: uniquePolicy(given) });
}

function isDuration(options: unknown): options is Duration {
  return typeof options === 'number' || typeof options === 'string';
}

function uniquePolicy(options: UniqueOptions): UniquePolicy {
  checkKeys('@Unique', options, KNOWN);
  const { lock = 'untilExecuted', onConflict = 'reject', by } = options;
  const ttl = options.ttl === undefined ? undefined : positiveDuration('@Unique ttl', options.ttl);
  if (lock === 'untilExpired' && ttl === undefined) {
    throw new InvalidOptionsError("@Unique lock 'untilExpired'", 'a ttl beside it', undefined);
  }
  return Object.freeze({
    lock: oneOf('@Unique lock', LOCKS, lock),
    ttl,
    onConflict: oneOf('@Unique onConflict', CONFLICTS, onConflict),
    by: by === undefined ? undefined : checkBy('@Unique by', by),
    debounce: undefined,
  });
}

export function checkBy(where: string, by: unknown): UniqueBy {
  if (typeof by === 'function') return by as UniqueBy;
  const paths: readonly unknown[] = Array.isArray(by) ? by : [by];
  if (paths.length > 0 && paths.every(isPath)) return by as UniqueBy;
  throw new InvalidOptionsError(
    where,
    "a function of the arguments, a position (0), a path ('0.account.id') or a list of them",
    by,
  );
}

function isPath(path: unknown): boolean {
  if (typeof path === 'number') return Number.isInteger(path) && path >= 0;
  return typeof path === 'string' && /^\d+(?:\.[^.]+)*$/.test(path);
}

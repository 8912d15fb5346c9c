import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import type {
  UniqueBy,
  UniqueConflict,
  UniqueLockName,
  UniquePolicy,
  UniqueRunConflict,
} from '../options/unique-policy';
import type { Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { oneOf } from '../options/one-of';
import { positiveDuration } from './positive-duration';
import { checkFlag } from './retry-on';

/** Which jobs `@Unique` takes for the same, for how long, and what becomes of a second one. */
export interface UniqueOptions {
  /** How long the lock is held. Default 'untilExecuted'. */
  readonly lock?: UniqueLockName;
  /**
   * The longest it is held, counted from when the job is due. Required by 'untilExpired'. The lock of a
   * run is held as long as the run lasts; there it is how soon it is free when the process was killed.
   */
  readonly ttl?: Duration;
  /**
   * What becomes of a job that meets the lock. By itself: at the enqueue, and for 'whileExecuting' at
   * the run. Default 'reject' at the enqueue and 'reschedule' at the run.
   *
   * - `'reject'`: the caller is told; a run is discarded
   * - `'log'`: the same, and a warning is logged
   * - `'raise'`: UniqueConflictError; in a run under the rules of the class
   * - `'replace'`: the job takes the place of the one that has the lock, unless that one runs; not for runs
   * - `'reschedule'`: the one that has the lock is moved to when this one was due, unless it runs; a run
   *   is tried again after 5 s, and uses no attempt
   */
  readonly onConflict?: UniqueConflict | UniqueConflicts;
  /**
   * What tells two jobs of the class apart. Default all arguments.
   *
   * @example `by: 0`, `by: [0, '1.account.id']`, `by: (inbox: Inbox) => inbox.id`
   */
  readonly by?: UniqueBy;
  /** How many jobs may have the lock at once. Default 1. */
  readonly limit?: number;
  /**
   * Whether the lock is one for all queues. Default false. Costs the enqueue a round trip, and goes
   * neither with a limit nor with 'replace' and 'reschedule' at the enqueue.
   */
  readonly acrossQueues?: boolean;
}

/** What becomes of a job that meets a lock, at the enqueue and at the run. */
export interface UniqueConflicts {
  readonly enqueue?: UniqueConflict;
  readonly perform?: UniqueRunConflict;
}

const KNOWN = ['lock', 'ttl', 'onConflict', 'by', 'limit', 'acrossQueues'] as const;
const LOCKS = [
  'untilExecuting',
  'untilExecuted',
  'untilExpired',
  'whileExecuting',
  'untilAndWhileExecuting',
] as const;
const CONFLICTS = ['reject', 'log', 'raise', 'replace', 'reschedule'] as const;
/** Each of them may have to be looked at. */
const MOST = 100;
const RUN_CONFLICTS = ['reject', 'log', 'raise', 'reschedule'] as const;

/**
 * Lets one job at a time of the class and with the same arguments into the store, or run. A job that
 * is not stored says so: `enqueued` is false, `notEnqueuedBecause` 'duplicate', and `duplicateOf` names
 * the job that has the lock.
 *
 * - `'untilExecuting'`: from the enqueue until the run starts; a retry has it again, if nobody took it
 * - `'untilExecuted'`: until the job ends, through all its retries
 * - `'untilExpired'`: until `ttl` is over, whatever becomes of the job
 * - `'whileExecuting'`: all are stored, and no two run at once
 * - `'untilAndWhileExecuting'`: 'untilExecuting' and 'whileExecuting': one waits while one runs
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
  const { lock = 'untilExecuted', by, limit = 1, acrossQueues = false } = options;
  const ttl = options.ttl === undefined ? undefined : positiveDuration('@Unique ttl', options.ttl);
  if (lock === 'untilExpired' && ttl === undefined) {
    throw new InvalidOptionsError("@Unique lock 'untilExpired'", 'a ttl beside it', undefined);
  }
  const policy: UniquePolicy = Object.freeze({
    lock: oneOf('@Unique lock', LOCKS, lock),
    ttl,
    onConflict: conflictsOf(lock, options.onConflict),
    by: by === undefined ? undefined : checkBy('@Unique by', by),
    limit: checkLimit(limit),
    acrossQueues: checkFlag('@Unique acrossQueues', acrossQueues),
    debounce: undefined,
  });
  if (acrossQueues) checkAcrossQueues(policy);
  return policy;
}

function conflictsOf(
  lock: UniqueLockName,
  given: UniqueOptions['onConflict'] = {},
): UniquePolicy['onConflict'] {
  const side = lock === 'whileExecuting' ? 'perform' : 'enqueue';
  const conflicts = typeof given === 'object' ? given : { [side]: given };
  checkKeys('@Unique onConflict', conflicts, ['enqueue', 'perform']);
  const { enqueue = 'reject', perform = 'reschedule' } = conflicts;
  return Object.freeze({
    enqueue: oneOf('@Unique onConflict', CONFLICTS, enqueue),
    perform: oneOf('@Unique onConflict of a run', RUN_CONFLICTS, perform),
  });
}

/** Where the other job lies on another queue, it cannot be replaced in one step. */
function checkAcrossQueues({ onConflict: { enqueue }, limit }: UniquePolicy): void {
  const where = '@Unique acrossQueues';
  if (limit > 1) throw new InvalidOptionsError(where, 'no limit beside it', limit);
  if (enqueue === 'replace' || enqueue === 'reschedule')
    throw new InvalidOptionsError(where, "'reject', 'log' or 'raise' at the enqueue", enqueue);
}

function checkLimit(limit: unknown): number {
  if (Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= MOST)
    return limit as number;
  throw new InvalidOptionsError('@Unique limit', `a whole number from 1 to ${MOST}`, limit);
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

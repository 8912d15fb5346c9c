import type { Clock } from '../support/clock';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import type { BuiltJob } from './built-job';
import { checkKeys } from './check-keys';
import { definitionOf, type ContextReference } from './context';
import { InvalidOptionsError } from './invalid-options-error';
import { oneOf } from './one-of';
import { checkTransaction, type TransactionClient } from './transaction';
import { WHEN_FAILED, type WhenFailed } from './when-failed';

/** Options of one enqueue. */
export interface SetOptions {
  /** Runs this long from now. Excludes `waitUntil`; negative: now. */
  readonly wait?: Duration;
  /** Runs at this time, a Date or milliseconds since the epoch. Past: now. */
  readonly waitUntil?: Date | number;
  readonly queue?: string;
  /** 0 to 2,097,151; smaller runs sooner, 0 before 1. */
  readonly priority?: number;
  /** False: the job takes no lock of its class's `@Unique`, and meets none. */
  readonly unique?: boolean;
  /** Makes the enqueue part of this transaction: see `withTransaction`. */
  readonly transaction?: TransactionClient;
  /** Contexts to take along whole. False: take nothing along, whatever their definitions say. */
  readonly carry?: ContextReference | readonly ContextReference[] | false;
  /**
   * Runs once these jobs are done, which are enqueued with it, all or none. `wait` counts from the end
   * of the last one. Completed and discarded jobs are done.
   */
  readonly after?: readonly BuiltJob[];
  /**
   * What a job of `after` means that fails for good. Default 'wait': it is waited for until it is
   * retried and done. 'run': it is done, and `batch()` tells of it.
   */
  readonly whenFailed?: WhenFailed;
}

const HIGHEST_PRIORITY_NUMBER = 2_097_151;

const KNOWN = [
  ...(['wait', 'waitUntil', 'queue', 'priority', 'unique', 'carry', 'transaction'] as const),
  ...(['after', 'whenFailed'] as const),
] as const;

/** Refuses what cannot mean anything, before anything is enqueued. */
export function checkSetOptions(options: SetOptions): SetOptions {
  checkKeys('set()', options, KNOWN);
  if (options.wait !== undefined && options.waitUntil !== undefined) {
    throw new InvalidOptionsError('set()', "either 'wait' or 'waitUntil'", options);
  }
  if (options.wait !== undefined && parseDuration(options.wait) === undefined) {
    throw new InvalidOptionsError('set() wait', DURATION_FORMS, options.wait);
  }
  if (options.waitUntil !== undefined && !Number.isFinite(timeOf(options.waitUntil))) {
    throw new InvalidOptionsError(
      'set() waitUntil',
      'a valid Date, or milliseconds since the epoch',
      options.waitUntil,
    );
  }
  if (options.transaction !== undefined) checkTransaction('set() transaction', options.transaction);
  if (options.carry) [options.carry].flat().forEach((each) => definitionOf('set() carry', each));
  if (options.queue !== undefined) checkQueueName('set() queue', options.queue);
  if (options.priority !== undefined) checkPriority('set() priority', options.priority);
  if (options.unique !== undefined && typeof options.unique !== 'boolean') {
    throw new InvalidOptionsError('set() unique', 'true or false', options.unique);
  }
  if (options.whenFailed !== undefined) oneOf('set() whenFailed', WHEN_FAILED, options.whenFailed);
  if (options.whenFailed !== undefined && options.after === undefined)
    throw new InvalidOptionsError('set()', "'whenFailed' beside 'after' only", options);
  return options;
}

/** Milliseconds since the epoch at which the job is due; undefined: now. */
export function dueAt({ wait, waitUntil }: SetOptions, clock: Clock): number | undefined {
  if (wait !== undefined) return clock.now() + (parseDuration(wait) ?? 0);
  return waitUntil === undefined ? undefined : timeOf(waitUntil);
}

function timeOf(moment: unknown): number {
  if (typeof moment === 'number') return moment;
  return Object.prototype.toString.call(moment) === '[object Date]'
    ? (moment as Date).getTime()
    : NaN;
}

export function checkQueueName(where: string, name: unknown): string {
  if (typeof name !== 'string' || name.length === 0 || name.includes(':')) {
    throw new InvalidOptionsError(
      where,
      "a queue name: a text that is not empty and has no ':'",
      name,
    );
  }
  return name;
}

export function checkPriority(where: string, priority: unknown): number {
  const valid =
    Number.isInteger(priority) &&
    (priority as number) >= 0 &&
    (priority as number) <= HIGHEST_PRIORITY_NUMBER;
  if (!valid) {
    throw new InvalidOptionsError(
      where,
      `a whole number from 0 to ${HIGHEST_PRIORITY_NUMBER} (smaller runs sooner)`,
      priority,
    );
  }
  return priority as number;
}

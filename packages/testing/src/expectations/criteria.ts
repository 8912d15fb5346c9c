import { inspect } from 'node:util';
import {
  DURATION_FORMS,
  InvalidOptionsError,
  parseDuration,
  type Application,
  type Duration,
  type Outcome,
} from '@drover/core';
import type { RecordedJob } from '../jobs/recorded-job';
import { sameArguments } from '../jobs/same-arguments';

/** Something a job is expected to be. */
export interface Criterion {
  /** As it was written: `.onQueue("low")`. */
  readonly text: string;
  readonly field: string;
  readonly matches: (job: RecordedJob) => boolean;
  /** To be shown beside each other, where the job is not. */
  readonly expected: unknown;
  readonly got: (job: RecordedJob) => unknown;
}

/** Any test runner's asymmetric matcher, such as `expect.anything()`. */
export interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

/** A value, a matcher of it, or a predicate. */
export type Matching<T> = T | AsymmetricMatcher | ((value: T) => boolean);

/** How exactly a time has to fit. */
export interface TimeOptions {
  /** How far off it may be. Default 1 second. */
  readonly delta?: Duration;
}

const SECOND = 1000;

export function withArguments(
  expected: readonly unknown[],
  serializer: Application['serializer'],
): Criterion {
  const [predicate] = expected;
  const isPredicate = expected.length === 1 && typeof predicate === 'function';
  return {
    text: `.with(${isPredicate ? 'a predicate' : listed(expected)})`,
    field: 'arguments',
    matches: ({ args }) =>
      isPredicate
        ? Boolean((predicate as (...each: readonly unknown[]) => unknown)(...args))
        : sameArguments(expected, args, serializer),
    expected: isPredicate ? predicate : expected,
    got: ({ args }) => args,
  };
}

export function onQueue(queue: Matching<string>): Criterion {
  return valued('onQueue', 'queue', queue, (job) => job.queue);
}

export function withPriority(priority: Matching<number>): Criterion {
  return valued('withPriority', 'priority', priority, (job) => job.priority);
}

/** @throws InvalidOptionsError */
export function atTime(
  time: Date | number | AsymmetricMatcher | ((time: Date | undefined) => boolean),
  options: TimeOptions = {},
): Criterion {
  if (typeof time === 'function' || isMatcher(time))
    return valued('at', 'time', time as Matching<unknown>, (job) => job.scheduledAt);
  const delta = deltaOf('at()', options);
  const expected = Number(time);
  if (!Number.isFinite(expected))
    throw new InvalidOptionsError('at()', 'a valid Date, or milliseconds since the epoch', time);
  return {
    text: `.at(${new Date(expected).toISOString()})`,
    field: `time (to ${delta} ms)`,
    matches: ({ scheduledAt }) =>
      scheduledAt !== undefined && Math.abs(scheduledAt.getTime() - expected) <= delta,
    expected: new Date(expected),
    got: (job) => job.scheduledAt ?? 'at once',
  };
}

/** @throws InvalidOptionsError */
export function inTime(wait: Duration, options: TimeOptions = {}): Criterion {
  const delta = deltaOf('in()', options);
  const expected = parseDuration(wait);
  if (expected === undefined) throw new InvalidOptionsError('in()', DURATION_FORMS, wait);
  return {
    text: `.in(${shown(wait)})`,
    field: `wait in milliseconds (to ${delta} ms)`,
    matches: (job) => Math.abs(waitOf(job) - expected) <= delta,
    expected,
    got: waitOf,
  };
}

export function immediately(): Criterion {
  return {
    text: '.immediately()',
    field: 'time',
    matches: (job) => waitOf(job) <= 0,
    expected: 'at once',
    got: (job) => job.scheduledAt ?? 'at once',
  };
}

export function ended(outcome: Outcome['kind']): Criterion {
  return valued('thatEnded', 'outcome', outcome, (job) => job.outcome?.kind);
}

/** Arguments as they would be written. */
export function listed(args: readonly unknown[]): string {
  return args.map(shown).join(', ');
}

function valued<T>(
  method: string,
  field: string,
  expected: Matching<T>,
  got: (job: RecordedJob) => T | undefined,
): Criterion {
  return {
    text: `.${method}(${typeof expected === 'function' ? 'a predicate' : shown(expected)})`,
    field,
    matches: (job) => fits(expected, got(job)),
    expected,
    got,
  };
}

function fits(expected: unknown, value: unknown): boolean {
  if (typeof expected === 'function')
    return Boolean((expected as (each: unknown) => unknown)(value));
  return isMatcher(expected) ? expected.asymmetricMatch(value) : Object.is(expected, value);
}

function isMatcher(value: unknown): value is AsymmetricMatcher {
  return typeof (value as AsymmetricMatcher | null)?.asymmetricMatch === 'function';
}

function waitOf({ scheduledAt, enqueuedAt }: RecordedJob): number {
  return scheduledAt ? scheduledAt.getTime() - enqueuedAt.getTime() : 0;
}

function deltaOf(where: string, { delta = SECOND }: TimeOptions): number {
  const milliseconds = parseDuration(delta);
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
  throw new InvalidOptionsError(`${where} delta`, DURATION_FORMS, delta);
}

function shown(value: unknown): string {
  if (isMatcher(value)) {
    const { toAsymmetricMatcher } = value as { toAsymmetricMatcher?: () => string };
    return toAsymmetricMatcher?.call(value) ?? 'a matcher';
  }
  return inspect(value, { breakLength: Infinity, depth: 3, maxStringLength: 100 });
}

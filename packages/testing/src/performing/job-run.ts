import { inspect } from 'node:util';
import { equals, iterableEquality } from '@jest/expect-utils';
import {
  checkKeys,
  DURATION_FORMS,
  InvalidOptionsError,
  parseDuration,
  type Duration,
  type JsonValue,
  type Outcome,
} from '@drover/core';
import { ExpectationError } from '../expectations/expectation-error';
import type { RecordedJob } from '../jobs/recorded-job';

/** An error by its class, a part of its message, or a pattern of it. */
export type ErrorMatch = (abstract new (...args: never[]) => Error) | string | RegExp;

/** What is expected of a retry; what is left out may be anything. */
export interface ExpectedRetry {
  /** How long it waits, exactly: the jitter of a fake clock is none. */
  readonly in?: Duration;
  readonly queue?: string;
  readonly priority?: number;
}

export interface JobRunParts<T> {
  readonly name: string;
  readonly outcome: Outcome;
  readonly value: T | undefined;
  readonly now: number;
  readonly logs: readonly string[];
  readonly progress: JsonValue | undefined;
  readonly enqueued: readonly RecordedJob[];
}

/** What came of one attempt of a job. */
export class JobRun<T = unknown> {
  readonly outcome: Outcome['kind'];
  /** What `perform` returned, as a store gives it back. */
  readonly value: T | undefined;
  /** What was thrown, also where a rule took it. */
  readonly error: Error | undefined;
  /** When the job runs again. */
  readonly retryAt: Date | undefined;
  /** What the run wrote into the job's own log. */
  readonly logs: readonly string[];
  /** What the run said last of how far it is. */
  readonly progress: JsonValue | undefined;
  /** What the run enqueued. */
  readonly enqueued: readonly RecordedJob[];
  readonly #parts: JobRunParts<T>;

  /** @internal */
  constructor(parts: JobRunParts<T>) {
    const { outcome, value, now, logs, progress, enqueued } = parts;
    this.outcome = outcome.kind;
    this.value = value;
    this.error = 'error' in outcome ? outcome.error : undefined;
    this.retryAt = 'delay' in outcome ? new Date(now + outcome.delay) : undefined;
    this.logs = logs;
    this.progress = progress;
    this.enqueued = enqueued;
    this.#parts = parts;
  }

  /** That `perform` returned; and, if it is given, what. @throws ExpectationError */
  toComplete(...expected: [value?: T]): this {
    this.#expect('completed', 'toComplete()');
    if (expected.length > 0 && !equals(this.value, expected[0], [iterableEquality]))
      throw this.#failure('toComplete()', `to return ${show(expected[0])}`, show(this.value));
    return this;
  }

  /** That the job runs again. @throws ExpectationError, InvalidOptionsError */
  toRetry(expected: ExpectedRetry = {}): this {
    checkKeys('toRetry()', expected, ['in', 'queue', 'priority']);
    this.#expect('retried', 'toRetry()');
    const outcome = this.#parts.outcome as Extract<Outcome, { kind: 'retried' }>;
    if (expected.in !== undefined)
      this.#same('toRetry()', 'wait', milliseconds('toRetry() in', expected.in), outcome.delay);
    for (const field of ['queue', 'priority'] as const)
      if (expected[field] !== undefined)
        this.#same('toRetry()', field, expected[field], outcome[field] ?? 'the same');
    return this;
  }

  /** That a rule, a handler or a callback gave the job up. @throws ExpectationError */
  toBeDiscarded(error?: ErrorMatch): this {
    this.#expect('discarded', 'toBeDiscarded()');
    return this.#matching('toBeDiscarded()', error);
  }

  /** That the job is dead. @throws ExpectationError */
  toFailWith(error: ErrorMatch): this {
    this.#expect('failed', 'toFailWith()');
    return this.#matching('toFailWith()', error);
  }

  /** That the job asked to run later. @throws ExpectationError, InvalidOptionsError */
  toSnooze(wait?: Duration): this {
    this.#expect('snoozed', 'toSnooze()');
    const { delay } = this.#parts.outcome as Extract<Outcome, { kind: 'snoozed' }>;
    if (wait !== undefined)
      this.#same('toSnooze()', 'wait', milliseconds('toSnooze()', wait), delay);
    return this;
  }

  #expect(kind: Outcome['kind'], matcher: string): void {
    if (this.outcome === kind) return;
    const error = this.error ? `, with ${show(this.error)}` : '';
    const value = this.outcome === 'completed' ? `, and returned ${show(this.value)}` : '';
    throw this.#failure(matcher, `to be ${kind}`, `it was ${this.outcome}${error}${value}`);
  }

  #matching(matcher: string, expected: ErrorMatch | undefined): this {
    if (expected === undefined || matches(this.error, expected)) return this;
    throw this.#failure(matcher, `to end with ${shownMatch(expected)}`, show(this.error));
  }

  #same(matcher: string, field: string, expected: unknown, got: unknown): void {
    if (expected === got) return;
    throw this.#failure(matcher, `to have the ${field} ${show(expected)}`, show(got));
  }

  #failure(matcher: string, expected: string, got: string): ExpectationError {
    const { name, outcome } = this.#parts;
    const cause = 'error' in outcome ? outcome.error : undefined;
    return new ExpectationError(
      `${matcher}: expected the run of ${name} ${expected}, but got: ${got}.`,
      { cause },
    );
  }
}

function matches(error: Error | undefined, expected: ErrorMatch): boolean {
  if (!error) return false;
  if (typeof expected === 'function') return error instanceof expected;
  return typeof expected === 'string'
    ? error.message.includes(expected)
    : expected.test(error.message);
}

function milliseconds(where: string, duration: Duration): number {
  const value = parseDuration(duration);
  if (value === undefined) throw new InvalidOptionsError(where, DURATION_FORMS, duration);
  return value;
}

function shownMatch(expected: ErrorMatch): string {
  return typeof expected === 'function' ? expected.name : show(expected);
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.constructor.name}: ${value.message}`;
  return inspect(value, { breakLength: Infinity, depth: 3 });
}

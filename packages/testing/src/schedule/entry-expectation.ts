import { isDeepStrictEqual, inspect } from 'node:util';
import {
  DURATION_FORMS,
  InvalidOptionsError,
  optionsOf,
  parseCron,
  parseDuration,
  type Duration,
  type JobClass,
  type ScheduledEntry,
} from '@drover/core';
import { ExpectationError } from '../expectations/expectation-error';

/** An entry of the schedule that is as expected so far. Each link asserts. */
export class EntryExpectation {
  /** The entry itself. */
  readonly entry: ScheduledEntry;

  /** @internal */
  constructor(entry: ScheduledEntry) {
    this.entry = entry;
  }

  /** By this cron text, in UTC unless it names a time zone: the forms that the schedule file takes. */
  cron(text: string, timeZone?: string): this {
    const parsed = parseCron(text, timeZone);
    if ('problem' in parsed)
      throw new InvalidOptionsError('cron()', parsed.problem.expected, parsed.problem.got);
    return this.#same('cron', { ...parsed.cron }, { ...this.entry.recurrence });
  }

  /** Every so long. */
  every(interval: Duration): this {
    const expected = parseDuration(interval);
    if (expected === undefined) throw new InvalidOptionsError('every()', DURATION_FORMS, interval);
    const { recurrence } = this.entry;
    return this.#same('every', expected, 'every' in recurrence ? recurrence.every : recurrence);
  }

  /** Enqueues this class. */
  runs(jobClass: JobClass): this {
    return this.#same('runs', optionsOf(jobClass).name, this.entry.job);
  }

  /** With these arguments. */
  with(...args: readonly unknown[]): this {
    return this.#same('with', args, this.entry.args);
  }

  onQueue(queue: string): this {
    return this.#same('onQueue', queue, this.entry.queue);
  }

  #same(link: string, expected: unknown, got: unknown): this {
    if (isDeepStrictEqual(expected, got)) return this;
    throw new ExpectationError(
      `expectScheduled('${this.entry.name}').${link}(): expected ${inspect(expected)}, got ${inspect(got)}.`,
    );
  }
}

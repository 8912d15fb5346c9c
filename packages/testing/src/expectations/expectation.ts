import { InvalidOptionsError, type Duration, type Outcome } from '@drover/core';
import type { RecordedJob } from '../jobs/recorded-job';
import {
  atTime,
  ended,
  immediately,
  inTime,
  onQueue,
  withArguments,
  withPriority,
  type AsymmetricMatcher,
  type Criterion,
  type Matching,
  type TimeOptions,
} from './criteria';
import { ExpectationError } from './expectation-error';
import { failureText } from './failure-text';
import type { Subject } from './subject';

/** Arguments, or matchers in their places; or one predicate of all of them. */
export type ExpectedArguments<Args extends readonly unknown[]> =
  | { [Index in keyof Args]: Args[Index] | AsymmetricMatcher }
  | [(...args: Args) => boolean];

/**
 * Jobs that are as expected so far. Each link asserts as it is called: at least one job fits it and
 * all links before.
 */
export class Expectation<Args extends readonly unknown[] = readonly unknown[]> {
  readonly #subject: Subject;
  readonly #criteria: readonly Criterion[];
  readonly #negated: boolean;
  readonly #call: string;

  /** @internal */
  constructor(
    subject: Subject,
    { criteria = [], call = subject.call, negated = false }: Partial<Links> = {},
  ) {
    this.#subject = subject;
    this.#criteria = criteria;
    this.#call = call;
    this.#negated = negated;
  }

  /** The first job that fits. */
  get job(): RecordedJob<Args> {
    return this.jobs[0] as RecordedJob<Args>;
  }

  /** All jobs that fit. */
  get jobs(): readonly RecordedJob<Args>[] {
    return this.#fitting() as readonly RecordedJob<Args>[];
  }

  /** Of the jobs so far, none fits the next link. */
  get not(): Expectation<Args> {
    return this.#next({ call: `${this.#call}.not`, negated: !this.#negated });
  }

  /** With these arguments, deeply; matchers of the test runner may stand in them. Or one predicate of all. */
  with(...args: ExpectedArguments<Args>): Expectation<Args> {
    return this.#link(withArguments(args, this.#subject.serializer));
  }

  onQueue(queue: Matching<string>): Expectation<Args> {
    return this.#link(onQueue(queue));
  }

  /** Scheduled for this time, to a second or `delta`. */
  at(
    time: Date | number | AsymmetricMatcher | ((time: Date | undefined) => boolean),
    options?: TimeOptions,
  ): Expectation<Args> {
    return this.#link(atTime(time, options));
  }

  /** Scheduled for so long after its enqueue, to a second or `delta`. */
  in(wait: Duration, options?: TimeOptions): Expectation<Args> {
    return this.#link(inTime(wait, options));
  }

  /** Not scheduled for later. */
  immediately(): Expectation<Args> {
    return this.#link(immediately());
  }

  withPriority(priority: Matching<number>): Expectation<Args> {
    return this.#link(withPriority(priority));
  }

  /** Of runs: those that came to this. */
  thatEnded(outcome: Outcome['kind']): Expectation<Args> {
    return this.#link(ended(outcome));
  }

  once(): Expectation<Args> {
    return this.#count('once()', (count) => count === 1, 'exactly 1');
  }

  twice(): Expectation<Args> {
    return this.#count('twice()', (count) => count === 2, 'exactly 2');
  }

  times(n: number): Expectation<Args> {
    return this.#count(
      `times(${checkCount('times()', n)})`,
      (count) => count === n,
      `exactly ${n}`,
    );
  }

  atLeast(n: number): Expectation<Args> {
    return this.#count(
      `atLeast(${checkCount('atLeast()', n)})`,
      (count) => count >= n,
      `at least ${n}`,
    );
  }

  atMost(n: number): Expectation<Args> {
    return this.#count(
      `atMost(${checkCount('atMost()', n)})`,
      (count) => count <= n,
      `at most ${n}`,
    );
  }

  /** @internal Asserts that there is one, or, negated, none. */
  assertAny(): this {
    const count = this.#fitting().length;
    if (this.#negated === count > 0) throw this.#failure(this.#negated ? tooMany(count) : NONE);
    return this;
  }

  #link(criterion: Criterion): Expectation<Args> {
    const criteria = [...this.#criteria, criterion];
    const next = this.#next({ criteria, call: this.#call + criterion.text });
    next.assertAny();
    // What must not be cannot narrow what is.
    return this.#negated ? this.#next({ call: next.#call, negated: false }) : next;
  }

  #count(text: string, isRight: (count: number) => boolean, expected: string): Expectation<Args> {
    const next = this.#next({ call: `${this.#call}.${text}` });
    const count = this.#fitting().length;
    if (isRight(count) === this.#negated)
      throw next.#failure(
        `expected ${this.#negated ? 'not ' : ''}${expected} to be ${this.#subject.verb}, but ${count} ${count === 1 ? 'was' : 'were'}.`,
      );
    return this.#negated ? this.#next({ call: next.#call, negated: false }) : next;
  }

  #next(links: Partial<Links>): Expectation<Args> {
    const own = { criteria: this.#criteria, call: this.#call, negated: this.#negated };
    return new Expectation(this.#subject, { ...own, ...links });
  }

  #fitting(): readonly RecordedJob[] {
    return this.#subject.candidates.filter((job) =>
      this.#criteria.every(({ matches }) => matches(job)),
    );
  }

  #failure(because: string): ExpectationError {
    const { candidates, all, verb } = this.#subject;
    const words = because === NONE ? `expected one to be ${verb}, but none was.` : because;
    const text = failureText({
      ...{ candidates, all, verb, criteria: this.#negated ? [] : this.#criteria },
      ...{ call: this.#call, because: words.replace('%', verb) },
    });
    return new ExpectationError(text);
  }
}

interface Links {
  readonly criteria: readonly Criterion[];
  readonly call: string;
  /** Whether the next link must fit no job. */
  readonly negated: boolean;
}

const NONE = 'none';

function tooMany(count: number): string {
  return `expected none to be %, but ${count} ${count === 1 ? 'was' : 'were'}.`;
}

function checkCount(where: string, n: number): number {
  if (Number.isInteger(n) && n >= 0) return n;
  throw new InvalidOptionsError(where, 'a whole number', n);
}

import type { Job, JobClass } from '@drover/core';
import { ExpectationError } from '../expectations/expectation-error';
import {
  expectEnqueued,
  expectNotEnqueued,
  expectNotPerformed,
  expectPerformed,
} from '../expectations/expect-jobs';

/** What the matchers of Jest and Vitest return. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** `this` of a matcher of Jest or Vitest. */
interface MatcherContext {
  readonly isNot?: boolean;
}

type Block = () => unknown;

/** For the `expect.extend` of Jest and Vitest. Each negates as the functions do. */
export const matchers = {
  toHaveBeenEnqueued(this: MatcherContext, job: JobClass): MatcherResult {
    return verdict(
      this,
      () => expectEnqueued(job),
      () => expectNotEnqueued(job),
    );
  },

  toHaveBeenEnqueuedWith(
    this: MatcherContext,
    job: JobClass,
    ...args: readonly unknown[]
  ): MatcherResult {
    const expected = args as never;
    return verdict(
      this,
      () => expectEnqueued(job).with(...(expected as [never])),
      () => expectNotEnqueued(job, { with: expected }),
    );
  },

  toHaveBeenEnqueuedTimes(this: MatcherContext, job: JobClass, times: number): MatcherResult {
    return verdict(
      this,
      () => (times === 0 ? expectNotEnqueued(job) : expectEnqueued(job).times(times)),
      () => (times === 0 ? expectEnqueued(job) : expectEnqueued(job).not.times(times)),
    );
  },

  toEnqueue(this: MatcherContext, block: Block, job: JobClass): Promise<MatcherResult> {
    return laterVerdict(
      this,
      () => expectEnqueued(job, block),
      () => expectNotEnqueued(job, block),
    );
  },

  toPerform(this: MatcherContext, block: Block, job: JobClass): Promise<MatcherResult> {
    return laterVerdict(
      this,
      () => expectPerformed(job, block),
      () => expectNotPerformed(job, block),
    );
  },
};

function verdict(
  { isNot = false }: MatcherContext,
  assert: () => unknown,
  assertNot: () => unknown,
): MatcherResult {
  try {
    (isNot ? assertNot : assert)();
    return { pass: !isNot, message: () => '' };
  } catch (error) {
    return failed(error, isNot);
  }
}

async function laterVerdict(
  { isNot = false }: MatcherContext,
  assert: () => PromiseLike<unknown>,
  assertNot: () => PromiseLike<unknown>,
): Promise<MatcherResult> {
  try {
    await (isNot ? assertNot : assert)();
    return { pass: !isNot, message: () => '' };
  } catch (error) {
    return failed(error, isNot);
  }
}

/** What is no failed expectation, a test shall see as it is. */
function failed(error: unknown, isNot: boolean): MatcherResult {
  if (!(error instanceof ExpectationError)) throw error;
  return { pass: isNot, message: () => error.message };
}

/** The matchers, as `expect(…)` shows them. */
export interface JobMatchers<R = unknown> {
  /** Of a job class: a job of it was enqueued in this test. */
  toHaveBeenEnqueued(): R;
  /** Of a job class: a job of it was enqueued with these arguments, or matchers in their places. */
  toHaveBeenEnqueuedWith(...args: readonly unknown[]): R;
  /** Of a job class: so many jobs of it were enqueued. */
  toHaveBeenEnqueuedTimes(times: number): R;
  /** Of a function: it enqueues such a job. To be awaited. */
  toEnqueue<T extends Job>(job: JobClass<T>): Promise<R>;
  /** Of a function: such a job ran, when what it enqueues is run. To be awaited. */
  toPerform<T extends Job>(job: JobClass<T>): Promise<R>;
}

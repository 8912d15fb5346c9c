import { diff } from 'jest-diff';
import { isDeepStrictEqual } from 'node:util';
import {
  currentApplication,
  prepareEnqueue,
  toBullOptions,
  type Job,
  type JobClass,
  type PerformArguments,
} from '@drover/core';
import { buildJob } from '../jobs/build-job';
import { ExpectationError } from '../expectations/expectation-error';

/** What BullMQ is told of a job of the class. */
export interface CompiledJob {
  readonly name: string;
  readonly queue: string;
  readonly options: ReturnType<typeof toBullOptions>;
}

/** What a class compiles to. */
export class CompiledExpectation {
  /** For a snapshot of the test runner's: `expect(expectCompiled(Job).compiled).toMatchSnapshot()`. */
  readonly compiled: CompiledJob;

  /** @internal */
  constructor(compiled: CompiledJob) {
    this.compiled = compiled;
  }

  /** @throws ExpectationError with the difference */
  toEqual(expected: CompiledJob): void {
    if (isDeepStrictEqual(this.compiled, expected)) return;
    throw new ExpectationError(
      `expectCompiled(${expected.name}): the options differ.\n${diff(expected, this.compiled) ?? ''}`,
    );
  }
}

/**
 * What BullMQ is told of a job of this class, enqueued now with these arguments: its name, queue,
 * priority, attempts and lock. Nothing is enqueued.
 */
export function expectCompiled<T extends Job>(
  jobClass: JobClass<T>,
  ...args: PerformArguments<T>
): CompiledExpectation {
  const job = buildJob(jobClass, args);
  const stored = prepareEnqueue(job, currentApplication());
  const { name, queue } = stored;
  return new CompiledExpectation({ name, queue, options: toBullOptions(stored) });
}

import type { Outcome } from '@drover/core';
import type { JobFilter } from '../jobs/job-filter';

/** Which jobs run, and how far. */
export type PerformOptions = JobFilter & {
  /** Only jobs that are due by then; 'now' is the time of the fake clock. Default: all that wait. */
  readonly at?: Date | number | 'now';
  /** The most runs. */
  readonly limit?: number;
  /**
   * Whether retries, and the jobs that jobs enqueue, run too. Default false, so that one call is one
   * step; true for the form with a block.
   */
  readonly recursive?: boolean;
  /** Whether a job that fails for good rejects the call, or is only told of. Default 'reject'. */
  readonly onFailure?: 'reject' | 'return';
};

/** What came of the runs, and how many there were of each. A job that a limit put aside has not run. */
export interface PerformReport extends Readonly<
  Record<Exclude<Outcome['kind'], 'blocked'>, number>
> {
  readonly runs: number;
  /** Whatever the runs threw, also where a rule took it. */
  readonly errors: readonly Error[];
}

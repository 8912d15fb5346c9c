import type { JobState, STATE } from './job-state';

/** Something with a `perform`. */
export interface Performable {
  perform(...args: never[]): unknown;
}

/** Something that carries a job's state. */
export interface Stateful {
  readonly [STATE]: JobState;
}

/** The arguments of a job's `perform`. */
export type PerformArguments<T extends Performable> = Parameters<T['perform']>;

/** What a job's `perform` resolves to. */
export type PerformResult<T extends Performable> = Awaited<ReturnType<T['perform']>>;

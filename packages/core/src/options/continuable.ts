/** What a class says of going on where a run was interrupted. */
export interface ContinuableRule {
  /** Undefined: no limit. */
  readonly maxResumptions: number | undefined;
  /** Milliseconds until an interrupted job goes on; undefined: at once, and 5 s after an error. */
  readonly wait: number | undefined;
  readonly queue: string | undefined;
  readonly priority: number | undefined;
  /** Whether a job that made progress goes on after an error that no rule took. */
  readonly resumesErrors: boolean;
}

/** Of a class that says nothing. */
export const CONTINUABLE: ContinuableRule = Object.freeze({
  maxResumptions: undefined,
  wait: undefined,
  queue: undefined,
  priority: undefined,
  resumesErrors: true,
});

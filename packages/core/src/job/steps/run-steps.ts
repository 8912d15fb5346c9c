import type { StoredSteps } from '../../serialization/job-data';

/** How far the steps of a run are. */
export interface RunSteps {
  /** Whether this run has come further than it began. */
  readonly advanced: boolean;
  /** How often the job has gone on. */
  resumptions: number;
  /** What the next run shall find; undefined when nothing was begun. */
  stored(): StoredSteps | undefined;
  /**
   * To be called when `perform` has returned: what ended a step may have been caught on its way.
   *
   * @throws Interruption
   * @throws InvalidStepError when a step is still under way
   */
  settle(): void;
}

/** Steps that were taken in the thread of a sandboxed job. */
export function stepsTaken(steps: StoredSteps, advanced: boolean): RunSteps {
  const run: RunSteps = {
    advanced,
    resumptions: steps.resumptions ?? 0,
    stored: () => ({ ...steps, ...(run.resumptions > 0 && { resumptions: run.resumptions }) }),
    settle: () => {},
  };
  return run;
}

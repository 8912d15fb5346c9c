import { describeValue } from '../../support/describe-value';
import { InvalidStepError } from './continuation-errors';

/** How far a run is in its steps. */
export interface StepsSoFar {
  /** Done in this run or in earlier ones, in order. */
  readonly completed: readonly string[];
  /** Met in this run so far, in order. */
  readonly met: readonly string[];
  /** Under way, or where an earlier run ended. */
  readonly current: string | undefined;
  readonly isRunning: boolean;
}

/** Refuses a step with which the job could not go on where it was. Pure. @throws InvalidStepError */
export function checkStep(name: string, { completed, met, current, isRunning }: StepsSoFar): void {
  if (typeof name !== 'string' || name === '')
    throw new InvalidStepError(`Expected a step to have a name, got ${describeValue(name)}.`);
  if (isRunning)
    throw new InvalidStepError(
      `Step '${name}' begins inside step '${current}'. Await each step, and let one follow the other.`,
    );
  if (met.includes(name))
    throw new InvalidStepError(`Step '${name}' comes twice. Give each step a name of its own.`);
  const expected = completed[met.length];
  if (expected !== undefined && expected !== name)
    throw new InvalidStepError(found(name, `step '${expected}', which is done`));
  if (expected === undefined && current !== undefined && current !== name)
    throw new InvalidStepError(found(name, `step '${current}', to go on with it`));
}

function found(name: string, expected: string): string {
  return (
    `Found step '${name}', expected ${expected}. Steps keep their names and their order while jobs ` +
    'that began them wait: put new ones behind the others.'
  );
}

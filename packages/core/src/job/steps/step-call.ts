import { checkKeys } from '../../options/check-keys';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import type { Step } from './step';
import type { StepOptions } from './steps';

export type StepBody<Cursor> = (step: Step<Cursor>) => unknown;

/** What `step()` was called with, whichever of its forms it was. @throws InvalidOptionsError */
export function toStepCall(
  job: object,
  name: string,
  first: StepOptions<unknown> | StepBody<unknown> = {},
  second?: StepBody<unknown>,
): { readonly options: StepOptions<unknown>; readonly body: StepBody<unknown> } {
  const [options, body] = typeof first === 'function' ? [{}, first] : [first, second];
  checkKeys(`step('${name}')`, options, ['start', 'isolated']);
  return { options, body: body ?? methodOf(job, name) };
}

function methodOf(job: object, name: string): StepBody<unknown> {
  const method = (job as Readonly<Record<string, unknown>>)[name];
  if (typeof method === 'function') return (step) => method.call(job, step) as unknown;
  throw new InvalidOptionsError(`step('${name}')`, `a function, or a method of that name`, method);
}

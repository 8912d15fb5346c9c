import { checkKeys, InvalidOptionsError, optionsOf, type JobClass } from '@drover/core';
import type { RecordedJob } from './recorded-job';

/** A job class, several, or what says of a job whether it is meant. */
export type JobChoice = JobClass | readonly JobClass[] | ((job: RecordedJob) => boolean);

/** Which jobs are meant: `only` some, or all `except` some; on one queue. */
export type JobFilter = { readonly queue?: string } & (
  | { readonly only?: JobChoice; readonly except?: never }
  | { readonly only?: never; readonly except?: JobChoice }
);

export type JobTest = (job: RecordedJob) => boolean;

/** @throws InvalidOptionsError, also when both `only` and `except` are given */
export function toTest(
  where: string,
  filter: JobFilter,
  alsoKnown: readonly string[] = [],
): JobTest {
  checkKeys(where, filter, ['only', 'except', 'queue', ...alsoKnown]);
  const { only, except, queue } = filter as { [Key in 'only' | 'except']?: JobChoice } & {
    queue?: string;
  };
  if (only && except) throw new InvalidOptionsError(where, "either 'only' or 'except'", 'both');
  const chosen = only && toChoice(`${where} only`, only);
  const left = except && toChoice(`${where} except`, except);
  return (job) =>
    (queue === undefined || job.queue === queue) && (chosen?.(job) ?? true) && !left?.(job);
}

export function toChoice(where: string, choice: JobChoice): JobTest {
  if (isJobClass(choice)) return (job) => job.name === optionsOf(choice).name;
  if (typeof choice === 'function') return choice;
  if (Array.isArray(choice) && choice.every(isJobClass)) {
    const names = new Set(choice.map((each) => optionsOf(each).name));
    return (job) => names.has(job.name);
  }
  throw new InvalidOptionsError(where, 'a job class, a list of them, or a predicate', choice);
}

export function isJobClass(value: unknown): value is JobClass {
  if (typeof value !== 'function') return false;
  const prototype = value.prototype as { perform?: unknown } | undefined;
  return typeof prototype?.perform === 'function';
}

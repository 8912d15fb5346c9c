import type { FailedJob } from '../adapters/queue-inspector';
import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** Which failed jobs. What is given must all hold. */
export interface FailedJobFilter {
  readonly id?: string | readonly string[];
  /** The wire name of a job class. */
  readonly name?: string;
  readonly queue?: string;
}

/** Which failed jobs to act on. Acting on every one needs saying so. */
export type FailedJobSelection = FailedJobFilter & { readonly all?: true };

const KEYS = ['id', 'name', 'queue'] as const;

/** @throws InvalidOptionsError when nothing is chosen */
export function checkSelection(where: string, selection: FailedJobSelection): FailedJobFilter {
  checkKeys(where, selection, [...KEYS, 'all']);
  const { all, ...filter } = selection;
  if (all !== true && KEYS.every((key) => filter[key] === undefined))
    throw new InvalidOptionsError(where, "'id', 'name' or 'queue', or 'all: true'", selection);
  return filter;
}

export function checkFilter(
  where: string,
  filter: FailedJobFilter & { readonly limit?: number },
): void {
  checkKeys(where, filter, [...KEYS, 'limit']);
  const { limit = 1 } = filter;
  if (!Number.isInteger(limit) || limit < 1)
    throw new InvalidOptionsError(`${where} limit`, 'a whole number from 1', limit);
}

export function idsOf({ id }: FailedJobFilter): readonly string[] | undefined {
  return typeof id === 'string' ? [id] : id;
}

/** Whether the job has the name that is asked for. */
export function fits({ name }: FailedJobFilter): (job: FailedJob) => boolean {
  return (job) => name === undefined || job.name === name;
}

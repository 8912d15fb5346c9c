import type { StoredJob } from '../../adapters/stored-job';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import type { WhenFailed } from '../../options/when-failed';
import { prepareEnqueue } from '../enqueue-job';
import type { Job } from '../job';
import { STATE } from '../job-state';
import type { Runtime } from '../runtime';
import type { Plan } from './plan';

/** A job on its way into the store, with those that it waits for. */
export interface Branch {
  readonly job: Job;
  /** Without those. */
  readonly stored: StoredJob;
  /** Undefined: it waits for none, and never was to. */
  readonly after: readonly Branch[] | undefined;
  readonly whenFailed: WhenFailed;
}

/** Places every job of a plan. @throws InvalidOptionsError */
export function toBranch({ job, after, whenFailed }: Plan, runtime: Runtime): Branch {
  const stored = withoutLock(prepareEnqueue(job, runtime));
  return { job, stored, after: after?.map((each) => toBranch(each, runtime)), whenFailed };
}

/** The store could keep another job in its place, which nothing waits for. @throws InvalidOptionsError */
export function withoutLock(stored: StoredJob): StoredJob {
  if (!stored.unique) return stored;
  throw new InvalidOptionsError(
    'set() after',
    'jobs that take no lock of @Unique or @Debounce at their enqueue, in the list and before it',
    stored.name,
    `Say ${stored.name}.set({ unique: false }).`,
  );
}

/** The branch, and all that it waits for, each before those that it waits for. */
export function allOf(branch: Branch): readonly Branch[] {
  return [branch, ...(branch.after ?? []).flatMap(allOf)];
}

export function mapStored(branch: Branch, map: (stored: StoredJob) => StoredJob): Branch {
  const { stored, after } = branch;
  return { ...branch, stored: map(stored), after: after?.map((each) => mapStored(each, map)) };
}

/** The form in which the store takes all of it. A wait counts from the end of what is waited for. */
export function assembled({ job, stored, after, whenFailed }: Branch): StoredJob {
  if (!after) return stored;
  const counted = { ...stored, data: { ...stored.data, after: after.length } };
  if (after.length === 0) return counted;
  const { scheduledAt, ...rest } = counted;
  job[STATE].scheduledAt = undefined;
  const wait = scheduledAt === undefined ? 0 : scheduledAt - stored.enqueuedAt;
  const batch = { jobs: after.map(assembled), whenFailed, ...(wait > 0 && { wait }) };
  return { ...rest, after: batch };
}

import type { BuiltJob } from '../../options/built-job';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import type { WhenFailed } from '../../options/when-failed';
import { checkJobs } from '../check-jobs';
import type { Job } from '../job';
import { STATE } from '../job-state';

/** A job, and the plans of those that it waits for. */
export interface Plan {
  readonly job: Job;
  /** Undefined: it waits for none. */
  readonly after: readonly Plan[] | undefined;
  readonly whenFailed: WhenFailed;
}

/**
 * What `set({ after })` asks for, of this job and of those it waits for.
 *
 * @throws InvalidOptionsError
 */
export function planOf(job: Job): Plan {
  return checked(toPlan(job));
}

/**
 * Each of the jobs behind the one before it.
 *
 * @throws InvalidOptionsError
 */
export function planInTurn(jobs: readonly Job[]): Plan | undefined {
  const plan = jobs.reduce<Plan | undefined>((before, job) => {
    const { after, ...rest } = toPlan(job);
    return { ...rest, after: before ? [...(after ?? []), before] : after };
  }, undefined);
  return plan && checked(plan);
}

function toPlan(job: Job): Plan {
  const { after, whenFailed = 'wait' } = job[STATE].set;
  if (after !== undefined) checkJobs('set() after', after);
  return { job, after: after?.map((each) => toPlan(each as BuiltJob & Job)), whenFailed };
}

function checked(plan: Plan): Plan {
  const met = new Set<Job>();
  const { transaction } = plan.job[STATE].set;
  for (const { job, after } of branchesOf(plan)) {
    if (met.has(job)) throw refused('each job once', job);
    met.add(job);
    const { set } = job[STATE];
    if (after && set.waitUntil !== undefined)
      throw refused("'wait', which counts from the end of those jobs, and no 'waitUntil'", job);
    if (set.transaction !== undefined && set.transaction !== transaction)
      throw refused('the transaction of the job that waits, and no other', job);
  }
  return plan;
}

function refused(expected: string, job: Job): InvalidOptionsError {
  return new InvalidOptionsError('set() after', expected, job.constructor.name);
}

function branchesOf(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.after ?? []).flatMap(branchesOf)];
}

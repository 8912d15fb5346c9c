import { InvalidOptionsError } from '../options/invalid-options-error';
import { STATE } from './job-state';
import type { Stateful } from './performable';

/** @throws InvalidOptionsError */
export function checkJobs(where: string, jobs: readonly object[]): void {
  const expected = 'a list of jobs, as MyJob.build(…) makes them';
  if (!Array.isArray(jobs)) throw new InvalidOptionsError(where, expected, jobs);
  const stranger = jobs.findIndex((each) => !Object(each)[STATE]);
  if (stranger < 0) return;
  const expectedThere = 'a job, as MyJob.build(…) makes it';
  throw new InvalidOptionsError(`${where} [${stranger}]`, expectedThere, jobs[stranger]);
}

/** Where a job that waits for others would leave them out. @throws InvalidOptionsError */
export function refuseBatch(where: string, job: Stateful): void {
  if (!job[STATE].set.after) return;
  const expected = 'jobs that wait for no others';
  const advice = 'Enqueue it by itself: set({ after }).performLater(…).';
  throw new InvalidOptionsError(where, expected, job.constructor.name, advice);
}

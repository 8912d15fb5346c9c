import { Job, type JobClass, type PerformArguments } from '@drover/core';

/** A job that is not enqueued. */
export function buildJob<T extends Job>(jobClass: JobClass<T>, args: PerformArguments<T>): Job {
  return Job.build.call<JobClass, never[], Job>(jobClass, ...(args as never[]));
}

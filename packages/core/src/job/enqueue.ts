import { enqueueBatch } from './batches/enqueue-batch';
import { planOf } from './batches/plan';
import { enqueueJob } from './enqueue-job';
import type { Job } from './job';
import { STATE } from './job-state';
import type { Stateful } from './performable';

/** Enqueues a job, with those that it waits for. */
export function enqueue<T extends Stateful>(job: T): Promise<T> {
  return job[STATE].set.after ? withBatch(job) : enqueueJob(job);
}

async function withBatch<T extends Stateful>(job: T): Promise<T> {
  await enqueueBatch(planOf(job as T & Job));
  return job;
}

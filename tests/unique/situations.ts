import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, UniqueLockName } from '@drover/core';
import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';
import { LOCKS, type Course } from './app/jobs/locked.job';
import type { LockStage } from './lock-stage';

/** Where the first job is when the second one is enqueued. */
export interface Situation {
  readonly name: string;
  readonly course: Course;
  /** Nobody works 'idle', one process 'busy', and another 'doomed'. */
  readonly queue: 'idle' | 'busy' | 'doomed';
  readonly wait?: '1 hour';
  readonly brief?: true;
  /** Resolves when the job is there. */
  reach(job: Job, stage: LockStage): Promise<unknown>;
  /** Comes between that and the second enqueue. */
  whenAllAre?(stage: LockStage): Promise<unknown>;
}

const isIn =
  (state: string) =>
  (job: Job): Promise<unknown> =>
    waitFor(async () => (await job.status()).state === state, { what: `a job to be ${state}` });

const runs = (job: Job) => waitFor(() => entries('perform', { jobId: job.id }).length > 0);

export const SITUATIONS: readonly Situation[] = [
  { name: 'waiting', course: 'completes', queue: 'idle', reach: isIn('waiting') },
  { name: 'active', course: 'holds', queue: 'busy', reach: runs },
  { name: 'delayed', course: 'completes', queue: 'busy', wait: '1 hour', reach: isIn('delayed') },
  { name: 'retrying', course: 'is retried', queue: 'busy', reach: isIn('delayed') },
  { name: 'completed', course: 'completes', queue: 'busy', reach: isIn('completed') },
  { name: 'failed', course: 'fails', queue: 'busy', reach: isIn('failed') },
  { name: 'discarded', course: 'is discarded', queue: 'busy', reach: isIn('discarded') },
  {
    name: 'removed by hand',
    course: 'completes',
    queue: 'idle',
    reach: (job, stage) => stage.remove(job),
  },
  {
    name: 'worker killed',
    course: 'holds',
    queue: 'doomed',
    reach: runs,
    whenAllAre: (stage) => stage.killDoomed(),
  },
  {
    name: 'TTL over',
    course: 'completes',
    queue: 'idle',
    brief: true,
    reach: () => sleep(200),
  },
];

export const LOCK_NAMES = Object.keys(LOCKS) as UniqueLockName[];

/** Enqueues a job of the lock as the situation wants it. */
export function enqueueFor(lock: UniqueLockName, situation: Situation): Promise<Job> {
  const { name, course, queue, wait, brief } = situation;
  const jobClass = LOCKS[lock][brief ? 1 : 0];
  return jobClass.set({ queue, ...(wait && { wait }) }).performLater(name, course);
}

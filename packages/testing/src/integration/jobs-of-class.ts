import {
  currentApplication,
  jobStatus,
  UnsupportedOperationError,
  type JobClass,
  type JobStatus,
} from '@drover/core';

/** As much of a BullMQ queue as is looked at here. */
interface NativeQueue {
  getJobs(
    types: readonly string[],
    start: number,
    end: number,
  ): Promise<readonly ({ id?: string; name: string; timestamp: number } | undefined)[]>;
}

const STATES = [
  ...(['completed', 'failed', 'active', 'waiting', 'prioritized', 'delayed'] as const),
  'waiting-children',
] as const;

/** How many jobs of each state are looked at: a test has few. */
const MOST = 100;

/**
 * Where the jobs of a class stand that the store has, the newest first.
 *
 * @throws UnsupportedOperationError for a store that does not keep its queues in BullMQ
 */
export async function jobsOfClass(
  jobClass: JobClass,
  queue: string | undefined,
): Promise<readonly JobStatus[]> {
  const { operations } = currentApplication();
  const name = nameOf(jobClass);
  const queues = queue === undefined ? await operations.queueNames() : [queue];
  const found = await Promise.all(queues.map((each) => jobsNamed(name, each)));
  const newest = found.flat().toSorted((a, b) => b.enqueuedAt - a.enqueuedAt);
  return Promise.all(newest.map((job) => jobStatus(job.id, { queue: job.queue })));
}

function nameOf(jobClass: JobClass): string | undefined {
  const { registry } = currentApplication();
  registry.register(jobClass);
  return registry.list().find((each) => each.jobClass === jobClass)?.name;
}

async function jobsNamed(name: string | undefined, queue: string) {
  const { adapter } = currentApplication();
  if (!adapter.nativeQueue)
    throw new UnsupportedOperationError(adapter.name, 'keeps its queues in BullMQ', 'waitForJob');
  const native = (await adapter.nativeQueue(queue)) as NativeQueue;
  const jobs = await native.getJobs(STATES, 0, MOST - 1);
  return jobs.flatMap((job) =>
    job?.id !== undefined && job.name === name
      ? [{ id: job.id, enqueuedAt: job.timestamp, queue }]
      : [],
  );
}

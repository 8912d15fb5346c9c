import type { Application } from '@drover/core';
import type { Job, Queue } from 'bullmq';
import { discardOf } from '../bull/job-words';
import type { Run } from './figures';

/** Jobs of each queue and outcome, read in parts. */
const MOST = 300;
const PAGE = 100;

/** The newest runs that the store still has. Completed jobs are kept for an hour by default. */
export async function recentRuns({ operations, adapter }: Application): Promise<readonly Run[]> {
  const names = await operations.queueNames();
  const runs = await Promise.all(
    names.map(async (name) => {
      const queue = (await adapter.nativeQueue?.(name)) as Queue;
      const both = await Promise.all([newest(queue, 'completed'), newest(queue, 'failed')]);
      return both.flat();
    }),
  );
  return runs.flat();
}

async function newest(queue: Queue, state: 'completed' | 'failed'): Promise<Run[]> {
  const runs: Run[] = [];
  for (let offset = 0; offset < MOST; offset += PAGE) {
    const jobs = (await queue.getJobs([state], offset, offset + PAGE - 1)) as (Job | undefined)[];
    runs.push(...jobs.flatMap((job) => (job ? toRun(job, state) : [])));
    if (jobs.length < PAGE) break;
  }
  return runs;
}

function toRun(job: Job, state: 'completed' | 'failed'): Run[] {
  const { name, queueName: queue, timestamp, processedOn, finishedOn, attemptsMade, opts } = job;
  if (processedOn === undefined || finishedOn === undefined) return [];
  const isFirst = attemptsMade <= 1;
  return [
    {
      ...{ name, queue, startedAt: processedOn, finishedAt: finishedOn },
      outcome: discardOf(job.returnvalue) ? 'discarded' : state,
      dueAt: isFirst ? timestamp + (opts.delay ?? 0) : undefined,
    },
  ];
}

import type { Job as BullJob } from 'bullmq';
import type {
  FailedJob,
  FailedPage,
  QueueInspector,
  QueueReport,
  RetryReport,
} from '../../queue-inspector';
import type { StoreFinding } from '../../store-finding';
import type { AnyQueue } from '../any-queue';
import type { OpenQueues } from './open-queues';
import { removeFailed, retryFailed } from './retry-failed';
import { toFailedJob } from './to-failed-job';

/** Jobs one command may remove: some milliseconds of Redis. */
const BATCH = 1000;

/** 'paused' is what PostgreSQL calls the waiting jobs of a paused queue; BullMQ's type lacks it. */
const STATES = [
  'waiting',
  'paused' as 'waiting',
  'active',
  'delayed',
  'prioritized',
  'completed',
  'failed',
  'waiting-children',
] as const;

/** BullMQ's queues, looked into from outside. Looking at a queue does not make it. */
export class BullInspector implements QueueInspector {
  readonly #queues: OpenQueues;

  constructor(queues: OpenQueues) {
    this.#queues = queues;
  }

  async queueNames(): Promise<readonly string[]> {
    return (await this.#queues.store()).survey.queueNames();
  }

  async look(name: string): Promise<QueueReport> {
    const { survey } = await this.#queues.store();
    const queue = await this.#queues.queue(name);
    const [counts, paused, waitingSince] = await Promise.all([
      queue.getJobCounts(...STATES),
      queue.isPaused(),
      survey.waitingSince(name),
    ]);
    const count = (state: string) => counts[state] ?? 0;
    const size = {
      waiting: count('waiting') + count('paused'),
      active: count('active'),
      delayed: count('delayed'),
      prioritized: count('prioritized'),
      completed: count('completed'),
      failed: count('failed'),
      waitingForJobs: count('waiting-children'),
    };
    return { size, paused, ...(waitingSince !== undefined && { waitingSince }) };
  }

  async pause(name: string): Promise<void> {
    await (await this.#queues.queue(name)).pause();
  }

  async resume(name: string): Promise<void> {
    await (await this.#queues.queue(name)).resume();
  }

  async clear(name: string, { delayed }: { delayed: boolean }): Promise<number> {
    const queue = await this.#queues.queue(name);
    let removed = 0;
    for (const state of [
      'wait',
      'prioritized',
      ...(delayed ? (['delayed'] as const) : []),
    ] as const)
      removed += await clearState(queue, state);
    return removed;
  }

  async failedJobs(name: string, page: FailedPage): Promise<readonly FailedJob[]> {
    const queue = await this.#queues.queue(name);
    const last = page.offset + page.limit - 1;
    const jobs = await queue.getJobs(['failed'], page.offset, last, !page.newestFirst);
    return jobs.map((job) => toFailedJob(job as BullJob));
  }

  async failedJob(name: string, id: string): Promise<FailedJob | undefined> {
    const job = await (await this.#queues.queue(name)).getJob(id);
    return job && (await job.isFailed()) ? toFailedJob(job as BullJob) : undefined;
  }

  async retry(name: string, ids: readonly string[]): Promise<RetryReport> {
    const store = await this.#queues.store();
    const results = await this.#forEach(name, ids, (job) => retryFailed(job, store));
    return {
      retried: results.filter((result) => result === true).length,
      duplicates: results.filter((result) => typeof result === 'object'),
    };
  }

  async remove(name: string, ids: readonly string[]): Promise<number> {
    const results = await this.#forEach(name, ids, removeFailed);
    return results.filter(Boolean).length;
  }

  async jobSchedulers(name: string): Promise<readonly string[]> {
    const schedulers = await (await this.#queues.queue(name)).getJobSchedulers();
    return schedulers.map(({ key }) => key);
  }

  async examine(): Promise<readonly StoreFinding[]> {
    return (await this.#queues.store()).survey.examine();
  }

  /** What the action made of each; false for those that are not there. */
  async #forEach<T>(
    name: string,
    ids: readonly string[],
    action: (job: BullJob) => Promise<T>,
  ): Promise<(T | false)[]> {
    const queue = await this.#queues.queue(name);
    return Promise.all(
      ids.map(async (id) => {
        const job = await queue.getJob(id);
        return job !== undefined && action(job as BullJob);
      }),
    );
  }
}

/** `drain` would remove them all in one command, which holds up Redis for as long as it takes. */
async function clearState(
  queue: AnyQueue,
  state: 'wait' | 'prioritized' | 'delayed',
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { length } = await queue.clean(0, BATCH, state);
    removed += length;
    if (length === 0) return removed;
  }
}

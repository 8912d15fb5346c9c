import type { Job as BullJob } from 'bullmq';
import type { BatchRecord, JobDirectory, JobRecord } from '../../job-directory';
import { pendingOf, readBatch } from '../batches/read-batch';
import type { OpenQueues } from './open-queues';
import { isOver, toJobRecord } from './to-job-record';

/** BullMQ's jobs, one at a time. */
export class BullJobs implements JobDirectory {
  readonly #queues: OpenQueues;

  constructor(queues: OpenQueues) {
    this.#queues = queues;
  }

  async find(id: string, queues: readonly string[]): Promise<JobRecord | undefined> {
    const holders = queues.length > 1 ? await this.#holders(id, queues) : queues;
    const found = await Promise.all(holders.map((queue) => this.#look(queue, id)));
    const records = found.filter((record) => record !== undefined);
    // A retry that goes to another queue is for a moment on both.
    return records.find((record) => !isOver(record)) ?? records[0];
  }

  async remove(queue: string, id: string): Promise<boolean> {
    const backend = (await this.#queues.queue(queue)).getBackend();
    return (await backend.remove(id, false)) === 1;
  }

  async batch(name: string, id: string): Promise<BatchRecord | undefined> {
    const job = await (await this.#queues.queue(name)).getJob(id);
    return job && readBatch(job as BullJob);
  }

  async requestCancel(queue: string, id: string): Promise<void> {
    await (await this.#queues.store()).cancelMarks.mark({ queue, id });
  }

  async withdrawCancel(queue: string, id: string): Promise<void> {
    await (await this.#queues.store()).cancelMarks.unmark({ queue, id });
  }

  async blockedBy(queue: string, ids: readonly string[]): Promise<readonly (string | null)[]> {
    if (ids.length === 0) return [];
    return (await this.#queues.store()).turnstile.blockedBy(queue, ids);
  }

  async #holders(id: string, queues: readonly string[]): Promise<readonly string[]> {
    return (await this.#queues.store()).survey.holders(id, queues);
  }

  /** BullMQ tells of a job and of its state apart: one that moved in between is looked at again. */
  async #look(name: string, id: string): Promise<JobRecord | undefined> {
    const queue = await this.#queues.queue(name);
    for (let state = await queue.getJobState(id); state !== 'unknown';) {
      const job = await queue.getJob(id);
      const before = state;
      state = await queue.getJobState(id);
      if (!job || state !== before) continue;
      const record = toJobRecord(job as BullJob, state);
      if (state !== 'waiting-children') return record;
      return { ...record, waitsFor: await pendingOf(job as BullJob) };
    }
    return undefined;
  }
}

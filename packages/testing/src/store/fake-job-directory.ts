import type { BatchRecord, JobDirectory, JobRecord, JobState, JsonValue } from '@drover/core';
import type { DiscardedJob, EnqueuedJob, FailedJob } from './fake-jobs';
import type { HeldJobs } from './held-jobs';
import type { RunningJobs } from './running-jobs';
import type { WaitingJobs } from './waiting-jobs';

interface FakeStore {
  readonly waiting: WaitingJobs;
  readonly held: HeldJobs;
  readonly running: RunningJobs;
  readonly completed: readonly (EnqueuedJob & { readonly value?: unknown })[];
  readonly discarded: readonly DiscardedJob[];
  readonly failed: readonly FailedJob[];
  readonly now: () => number;
}

/** The jobs of the fake store, one at a time. */
export class FakeJobDirectory implements JobDirectory {
  readonly #store: FakeStore;

  constructor(store: FakeStore) {
    this.#store = store;
  }

  async find(id: string, queues: readonly string[]): Promise<JobRecord | undefined> {
    const found = this.#find(id);
    return found && queues.includes(found.queue) ? found : undefined;
  }

  async remove(_queue: string, id: string): Promise<boolean> {
    const { waiting, held, now } = this.#store;
    const job = waiting.find(id);
    const removed = job ? waiting.remove(job) : held.remove(id);
    if (removed) held.removed(id, now());
    return removed;
  }

  async batch(_queue: string, id: string): Promise<BatchRecord | undefined> {
    return this.#store.held.batch(id);
  }

  async requestCancel(_queue: string, id: string): Promise<void> {
    this.#store.running.cancel(id);
  }

  async withdrawCancel(): Promise<void> {}

  #find(id: string): JobRecord | undefined {
    const { waiting, held, running, completed, discarded, failed, now } = this.#store;
    const same = (job: EnqueuedJob) => job.id === id;
    const runs = running.list().find(same);
    if (runs) return record(runs, running.isCancelled(id) ? 'cancelled' : 'active');
    const waits = waiting.list().find(same);
    if (waits) return record(waits, waits.dueAt > now() ? 'delayed' : 'waiting');
    const holds = held.list().find(same);
    if (holds) return { ...record(holds, 'waiting'), waitsFor: held.batch(id)?.pending ?? 0 };
    const done = completed.find(same);
    if (done) return { ...record(done, 'completed'), value: (done.value ?? null) as JsonValue };
    const given = discarded.find(same);
    if (given)
      return withError(
        record(given, given.because === 'cancelled' ? 'cancelled' : 'discarded'),
        given,
      );
    const dead = failed.find(same);
    return dead && withError(record(dead, 'failed'), dead);
  }
}

function record(job: EnqueuedJob, state: JobState): JobRecord {
  const { id, name, queue, enqueuedAt, progress, data, attemptsMade } = job;
  const over = !['waiting', 'delayed', 'active'].includes(state);
  const ran = over || state === 'active' ? 1 : 0;
  return {
    ...{ id, name, queue, enqueuedAt, state },
    executions: (data.executions ?? 0) + attemptsMade + ran,
    ...(progress !== undefined && { progress }),
    ...(data.steps && { steps: data.steps }),
    ...(job.startedAt !== undefined && { startedAt: job.startedAt }),
    ...(over && job.finishedAt !== undefined && { finishedAt: job.finishedAt }),
  };
}

function withError(found: JobRecord, { error }: { readonly error?: Error }): JobRecord {
  if (!error) return found;
  const { message, stack } = error;
  return { ...found, error: { message, ...(stack !== undefined && { stack }) } };
}

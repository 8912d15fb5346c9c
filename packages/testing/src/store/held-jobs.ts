import type { BatchRecord, FailedChild, Outcome, StoredBatch, StoredJob } from '@drover/core';
import type { EnqueuedJob } from './fake-jobs';
import { throughJson } from './next-run';

interface Held {
  readonly job: { -readonly [Field in keyof EnqueuedJob]: EnqueuedJob[Field] };
  readonly batch: StoredBatch;
  readonly pending: Set<string>;
  readonly failed: FailedChild[];
  completed: number;
}

type End = Pick<Outcome, 'kind'> & { readonly error?: Error };

/** The jobs that wait for others, and what came of those. */
export class HeldJobs {
  /** By their ids; what came of a batch is kept. */
  readonly #held = new Map<string, Held>();
  /** Who waits for a job, by its id. */
  readonly #waitsFor = new Map<string, Held>();
  readonly #release: (job: EnqueuedJob) => void;

  /** @param release - given each job once nothing holds it any more */
  constructor(release: (job: EnqueuedJob) => void) {
    this.#release = release;
  }

  list(): readonly EnqueuedJob[] {
    return [...this.#held.values()].filter(({ pending }) => pending.size > 0).map(({ job }) => job);
  }

  hold(whole: StoredJob, batch: StoredBatch): void {
    const { after: _, ...stored } = whole;
    const job = { ...throughJson(stored), dueAt: Infinity, attemptsMade: 0, log: [] };
    const pending = new Set(batch.jobs.map(({ id }) => id));
    const held: Held = { job, batch, pending, failed: [], completed: 0 };
    this.#held.set(job.id, held);
    for (const id of pending) this.#waitsFor.set(id, held);
  }

  /** A run is over; what another run follows is no end, and a failure is one where it is not waited out. */
  ended({ id, queue }: EnqueuedJob, { kind, error }: End, now: number): void {
    const held = this.#waitsFor.get(id);
    if (kind === 'completed' || kind === 'discarded') this.#done(id, now, { completed: 1 });
    if (kind === 'failed' && held?.batch.whenFailed === 'run') {
      held.failed.push({ id, queue, error: error?.message ?? '' });
      this.#done(id, now, { completed: 0 });
    }
  }

  /** It is taken out of the store: false when it is none that waits for others. */
  remove(id: string): boolean {
    return this.list().some((job) => job.id === id) && this.#held.delete(id);
  }

  /** It is taken out of the store, and nobody waits for it any more. */
  removed(id: string, now: number): void {
    this.#done(id, now, { completed: 0 });
  }

  batch(id: string): BatchRecord | undefined {
    const held = this.#held.get(id);
    if (!held) return undefined;
    const { batch, pending, completed, failed } = held;
    return { total: batch.jobs.length, pending: pending.size, completed, failed };
  }

  clear(): void {
    this.#held.clear();
    this.#waitsFor.clear();
  }

  #done(id: string, now: number, { completed }: { readonly completed: number }): void {
    const held = this.#waitsFor.get(id);
    this.#waitsFor.delete(id);
    if (!held?.pending.delete(id)) return;
    held.completed += completed;
    if (held.pending.size > 0 || !this.#held.has(held.job.id)) return;
    // The same object: what was to run when it was held is to run now.
    held.job.dueAt = now + (held.batch.wait ?? 0);
    this.#release(held.job);
  }
}

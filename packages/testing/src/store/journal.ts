import type { Outcome, StoredJob } from '@drover/core';
import type { EnqueuedJob } from './fake-jobs';

/** A job as it was stored. */
export interface Enqueue {
  readonly job: StoredJob;
  /** When it is due, where that is not when it was stored. */
  readonly scheduledAt: number | undefined;
}

/** One run of a job, and what came of it. */
export interface Run {
  /** As it was when it ran. */
  readonly job: EnqueuedJob;
  readonly outcome: Outcome;
}

/** What happened in a fake store, in order: jobs leave the store, never the journal. */
export class Journal {
  readonly #enqueues = new Map<string, Enqueue>();
  readonly #runs: Run[] = [];

  get enqueues(): readonly Enqueue[] {
    return [...this.#enqueues.values()];
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  stored(job: StoredJob): void {
    this.#enqueues.set(job.id, { job, scheduledAt: job.scheduledAt });
  }

  /** Another one took its place before it ran: the two were one enqueue. */
  replaced(id: string): void {
    this.#enqueues.delete(id);
  }

  moved(id: string, scheduledAt: number): void {
    const enqueue = this.#enqueues.get(id);
    if (enqueue) this.#enqueues.set(id, { ...enqueue, scheduledAt });
  }

  ran(run: Run): void {
    this.#runs.push(run);
  }

  clear(): void {
    this.#enqueues.clear();
    this.#runs.length = 0;
  }
}

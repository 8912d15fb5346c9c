import type { Application, JobSummary } from '@drover/core';
import { onEnqueued, onRun, type Run } from './runs';

/** What became of the jobs of one class. `performed` counts runs, also those that failed. */
export interface Counts {
  enqueued: number;
  performed: number;
  retried: number;
  discarded: number;
  failed: number;
}

export const NOTHING: Counts = { enqueued: 0, performed: 0, retried: 0, discarded: 0, failed: 0 };

/** Counts per job class, and knows when every job has come to an end. */
export class Tally {
  readonly counts = new Map<string, Counts>();
  /** Ids, as the word of an enqueue can come after that of the run. */
  readonly #enqueued = new Map<string, JobSummary>();
  readonly #ended = new Set<string>();

  constructor(application: Application) {
    onEnqueued(application, (job) => this.#countEnqueued(job));
    onRun(application, (run) => this.#countRun(run));
  }

  /** Jobs that will run, or are running. */
  unfinished(): JobSummary[] {
    return [...this.#enqueued.values()].filter(({ id }) => !this.#ended.has(id));
  }

  #countEnqueued(job: JobSummary): void {
    this.#of(job).enqueued += 1;
    this.#enqueued.set(job.id, job);
  }

  #countRun({ job, ending }: Run): void {
    const counts = this.#of(job);
    counts.performed += 1;
    if (ending.kind !== 'performed') counts[ending.kind] += 1;
    if (ending.kind !== 'retried') this.#ended.add(job.id);
  }

  #of({ name }: JobSummary): Counts {
    const known = this.counts.get(name);
    if (known) return known;
    const counts = { ...NOTHING };
    this.counts.set(name, counts);
    return counts;
  }
}

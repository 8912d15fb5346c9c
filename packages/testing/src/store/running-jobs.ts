import { JobCancelledError, type Delivery, type JsonValue } from '@drover/core';
import { deliveryOf } from './fake-delivery';
import type { EnqueuedJob } from './fake-jobs';
import { throughJson } from './next-run';

interface Run {
  job: EnqueuedJob;
  readonly abort: AbortController;
  cancelled: boolean;
}

/** The jobs that run now. */
export class RunningJobs {
  readonly #runs = new Map<string, Run>();

  list(): readonly EnqueuedJob[] {
    return [...this.#runs.values()].map(({ job }) => job);
  }

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  isCancelled(id: string): boolean {
    return this.#runs.get(id)?.cancelled === true;
  }

  /** Aborts the run of this job, if it runs. */
  cancel(id: string): void {
    const run = this.#runs.get(id);
    if (!run || run.cancelled) return;
    run.cancelled = true;
    run.abort.abort(new JobCancelledError(id));
  }

  start(
    job: EnqueuedJob,
    startedAt: number,
    { enter, interruption }: Pick<Required<Delivery>, 'enter' | 'interruption'>,
  ): Delivery {
    const run = { job: { ...job, startedAt }, abort: new AbortController(), cancelled: false };
    this.#runs.set(job.id, run);
    return deliveryOf(job, {
      signal: run.abort.signal,
      isCancelled: () => run.cancelled,
      ...{ enter, interruption },
      keep: (data) => (run.job = { ...run.job, ...throughJson({ data }) }),
      log: (line) => (run.job = { ...run.job, log: [...run.job.log, line] }),
      progress: (value: JsonValue) => (run.job = { ...run.job, progress: value }),
    });
  }

  /** The job as its run left it. */
  end(job: EnqueuedJob): EnqueuedJob {
    const { job: left = job } = this.#runs.get(job.id) ?? {};
    this.#runs.delete(job.id);
    return left;
  }
}

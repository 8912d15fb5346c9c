import type { EnqueuedJob } from './fake-jobs';

/** The jobs that wait, and the order in which a worker would take them. */
export class WaitingJobs {
  readonly #jobs: EnqueuedJob[] = [];

  list(): readonly EnqueuedJob[] {
    return [...this.#jobs];
  }

  add(job: EnqueuedJob): void {
    this.#jobs.push(job);
  }

  /** False when it does not wait (any more). */
  remove(job: EnqueuedJob): boolean {
    const index = this.#jobs.indexOf(job);
    if (index >= 0) this.#jobs.splice(index, 1);
    return index >= 0;
  }

  find(id: string): EnqueuedJob | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  clear(): void {
    this.#jobs.length = 0;
  }

  /** Those that are due: by priority, then in the order in which they fell due. */
  due(now: number): readonly EnqueuedJob[] {
    return this.#jobs.filter(({ dueAt }) => dueAt <= now).toSorted(byPriorityThenTime);
  }

  /** When the next one falls due; undefined when none waits. */
  nextDueAt(): number | undefined {
    return this.#jobs.length === 0 ? undefined : Math.min(...this.#jobs.map(({ dueAt }) => dueAt));
  }
}

/** `toSorted` is stable: jobs of one moment keep the order in which they came. */
function byPriorityThenTime(a: EnqueuedJob, b: EnqueuedJob): number {
  return a.priority - b.priority || a.dueAt - b.dueAt;
}

import type { EnqueuedJob } from './fake-jobs';

/** The jobs that wait, and the order in which a worker would take them. */
export class WaitingJobs {
  readonly #jobs = new Set<EnqueuedJob>();
  /** Those that were due at a time, the next one last; undefined when it must be found out anew. */
  #line: { readonly at: number; readonly jobs: EnqueuedJob[] } | undefined;

  list(): readonly EnqueuedJob[] {
    return [...this.#jobs];
  }

  add(job: EnqueuedJob): void {
    this.#jobs.add(job);
    this.#line = undefined;
  }

  /** False when it does not wait (any more). */
  remove(job: EnqueuedJob): boolean {
    return this.#jobs.delete(job);
  }

  find(id: string): EnqueuedJob | undefined {
    return this.list().find((job) => job.id === id);
  }

  clear(): void {
    this.#jobs.clear();
  }

  /** Those that are due: by priority, then in the order in which they fell due. */
  due(now: number): readonly EnqueuedJob[] {
    return this.list()
      .filter(({ dueAt }) => dueAt <= now)
      .toSorted(byPriorityThenTime);
  }

  /** The first of those. Ten thousand jobs of one moment are put in line once. */
  nextDue(now: number): EnqueuedJob | undefined {
    if (this.#line?.at !== now) this.#line = { at: now, jobs: this.due(now).toReversed() };
    const { jobs } = this.#line as { jobs: EnqueuedJob[] };
    for (;;) {
      const next = jobs.at(-1);
      if (!next || this.#jobs.has(next)) return next;
      jobs.pop();
    }
  }

  /** When the next one falls due; undefined when none waits. */
  nextDueAt(): number | undefined {
    const earliest = this.list().reduce((time, { dueAt }) => Math.min(time, dueAt), Infinity);
    return earliest === Infinity ? undefined : earliest;
  }
}

/** `toSorted` is stable: jobs of one moment keep the order in which they came. */
function byPriorityThenTime(a: EnqueuedJob, b: EnqueuedJob): number {
  return a.priority - b.priority || a.dueAt - b.dueAt;
}

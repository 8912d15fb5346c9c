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

  /** A slot of this limit is free: who waits for one may ask again, in order. */
  callUp(limit: string, now: number): void {
    for (const job of this.list())
      if (job.blockedBy === limit && job.dueAt > now && this.remove(job))
        this.add({ ...job, dueAt: now });
  }

  clear(): void {
    this.#jobs.clear();
  }

  /** The next of those that are accepted: of those due, or else the first that falls due later. */
  next(now: number, accepts: (job: EnqueuedJob) => boolean): EnqueuedJob | undefined {
    return this.#nextDue(now, accepts) ?? this.#firstOf(this.list().filter(accepts));
  }

  /** By priority, then in the order in which they fell due. Ten thousand of one moment are put in line once. */
  #nextDue(now: number, accepts: (job: EnqueuedJob) => boolean): EnqueuedJob | undefined {
    if (this.#line?.at !== now) this.#line = { at: now, jobs: this.#due(now).toReversed() };
    const { jobs } = this.#line;
    for (let last = jobs.at(-1); last && !this.#jobs.has(last); last = jobs.at(-1)) jobs.pop();
    return jobs.findLast((job) => this.#jobs.has(job) && accepts(job));
  }

  #due(now: number): readonly EnqueuedJob[] {
    return this.list()
      .filter(({ dueAt }) => dueAt <= now)
      .toSorted(byPriorityThenTime);
  }

  #firstOf(jobs: readonly EnqueuedJob[]): EnqueuedJob | undefined {
    const dueAt = jobs.reduce((time, job) => Math.min(time, job.dueAt), Infinity);
    return jobs.filter((job) => job.dueAt === dueAt).toSorted(byPriorityThenTime)[0];
  }
}

/** `toSorted` is stable: jobs of one moment keep the order in which they came. */
function byPriorityThenTime(a: EnqueuedJob, b: EnqueuedJob): number {
  return a.priority - b.priority || a.dueAt - b.dueAt;
}

import type { Application, Job } from '@drover/core';
import type { Journal } from '../store/journal';
import { RecordedJob } from './recorded-job';

/** How many enqueues and runs there were: what came later is what came after. */
export interface Mark {
  readonly enqueues: ReadonlySet<string>;
  readonly runs: number;
}

/** The journal of a fake, as jobs with arguments. */
export class RecordedJobs {
  readonly #app: Application;
  readonly #journal: Journal;
  readonly #passed = new Map<string, readonly unknown[]>();

  constructor(app: Application, journal: Journal) {
    this.#app = app;
    this.#journal = journal;
    app.clientMiddleware.prepend((job, next) => this.#note(job, next));
    app.workerMiddleware.prepend((job, next) => this.#note(job, next));
  }

  enqueued(since?: Mark): readonly RecordedJob[] {
    return this.#journal.enqueues
      .filter(({ job }) => !since?.enqueues.has(job.id))
      .map(
        ({ job, scheduledAt }) => new RecordedJob({ ...this.#shared(job.id), job, scheduledAt }),
      );
  }

  performed(since?: Mark): readonly RecordedJob[] {
    return this.#journal.runs.slice(since?.runs ?? 0).map(({ job, outcome }) => {
      const { scheduledAt } = job;
      return new RecordedJob({ ...this.#shared(job.id), job, scheduledAt, outcome });
    });
  }

  mark(): Mark {
    const { enqueues, runs } = this.#journal;
    return { enqueues: new Set(enqueues.map(({ job }) => job.id)), runs: runs.length };
  }

  #shared(id: string) {
    return { serializer: this.#app.serializer, passed: this.#passed.get(id) };
  }

  /** A class need not be registered to be run: whoever enqueues a job has its class. */
  #note<T>(job: Job, next: () => Promise<T>): Promise<T> {
    this.#app.registry.register(job.constructor as never);
    if (job.arguments.length > 0 && !this.#passed.has(job.id))
      this.#passed.set(job.id, [...job.arguments]);
    return next();
  }
}

import type { Application, Outcome, StoredJob } from '@drover/core';

export interface RecordedJobParts {
  readonly job: StoredJob;
  readonly scheduledAt: number | undefined;
  readonly serializer: Application['serializer'];
  /** As they were passed, where that is known. */
  readonly passed: readonly unknown[] | undefined;
  readonly outcome?: Outcome;
}

/** A job that was enqueued, or one run of it. */
export class RecordedJob<Args extends readonly unknown[] = readonly unknown[]> {
  readonly id: string;
  /** The wire name of its class. */
  readonly name: string;
  readonly queue: string;
  readonly priority: number;
  readonly enqueuedAt: Date;
  /** Undefined: at once. */
  readonly scheduledAt: Date | undefined;
  /** What came of the run; undefined for a job that was enqueued. */
  readonly outcome: Outcome | undefined;
  readonly #parts: RecordedJobParts;
  #args: Args | undefined;

  constructor(parts: RecordedJobParts) {
    const { job, scheduledAt, outcome } = parts;
    this.id = job.id;
    this.name = job.name;
    this.queue = job.queue;
    this.priority = job.priority;
    this.enqueuedAt = new Date(job.enqueuedAt);
    this.scheduledAt = scheduledAt === undefined ? undefined : new Date(scheduledAt);
    this.outcome = outcome;
    this.#parts = parts;
  }

  /**
   * The arguments as the store gives them back. Where that takes a look-up of records, or fails: as
   * they were passed, or else encoded.
   */
  get args(): Args {
    return (this.#args ??= Object.freeze(this.#decode()) as unknown as Args);
  }

  #decode(): readonly unknown[] {
    const { job, serializer, passed } = this.#parts;
    try {
      const decoded = serializer.deserialize(job.data.args, job);
      if (!(decoded instanceof Promise)) return decoded;
      decoded.catch(() => {});
    } catch {}
    return passed ?? job.data.args;
  }
}

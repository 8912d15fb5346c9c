import type { JobDirectory } from '../../adapters/job-directory';
import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { ArgumentSerializer } from '../../serialization/argument-serializer';
import type { ValueOwner } from '../../serialization/encryption/key-ring';
import type { JsonValue } from '../../support/json';
import type { Duration } from '../../support/duration';
import { awaitResult } from './await-result';
import { NO_BATCH, toBatchStatus, type BatchStatus } from './batch-status';
import { cancelJob, type CancelAnswer } from './cancel-job';
import { toJobStatus, type JobStatus } from './job-status';
import { jobsOf } from './jobs-of';
import { RESULT } from '../sealed-data';

/** What `result()` takes. */
export interface ResultOptions {
  /** How long to wait. Default 30 s. */
  readonly timeout?: Duration;
}

interface HandleParts {
  readonly adapter: QueueAdapter;
  readonly serializer: ArgumentSerializer;
}

/** A job in its store, known by id and queue alone: to ask after, and to cancel. */
export class JobHandle<Result = unknown> {
  readonly id: string;
  readonly queue: string;
  readonly #parts: HandleParts;

  /** @internal */
  constructor({ id, queue }: { id: string; queue: string }, parts: HandleParts) {
    this.id = id;
    this.queue = queue;
    this.#parts = parts;
  }

  /** See `Job.status`. */
  async status(): Promise<JobStatus<Result>> {
    const record = await this.#jobs().find(this.id, [this.queue]);
    if (!record) return { state: 'unknown', id: this.id };
    const [progress, value, cursor] = await Promise.all([
      this.#decode(record.progress, 'progress', record),
      this.#decode(record.value ?? undefined, RESULT, record),
      this.#decode(record.steps?.current?.cursor, 'cursor', record),
    ]);
    return toJobStatus(record, { progress, value, cursor }) as JobStatus<Result>;
  }

  /** See `Job.result`. */
  result(options: ResultOptions = {}): Promise<Result> {
    return awaitResult(this, options);
  }

  /** See `Job.batch`. */
  async batch(): Promise<BatchStatus> {
    const record = await this.#jobs().batch?.(this.queue, this.id);
    return record ? toBatchStatus(record) : NO_BATCH;
  }

  /** See `cancel()`. */
  cancel(): Promise<CancelAnswer> {
    return cancelJob(this.#jobs(), this);
  }

  #jobs(): JobDirectory {
    return jobsOf(this.#parts.adapter);
  }

  #decode(stored: JsonValue | undefined, what: string, owner: ValueOwner): unknown {
    return stored === undefined
      ? undefined
      : this.#parts.serializer.deserializeValue(stored, what, owner);
  }
}

import type { Job as BullJob } from 'bullmq';
import type { JobData } from '../../serialization/job-data';
import type { Outcome } from '../outcome';
import type { Delivery, Perform } from '../queue-adapter';

/** A job of BullMQ that is being performed here, as the executor sees it. */
export class RunningJob implements Delivery {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly enqueuedAt: number;
  readonly attemptsMade: number;
  readonly data: JobData;
  #abort: AbortController | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;

  constructor(
    readonly queue: string,
    readonly job: BullJob,
    readonly token: string,
    readonly crashes?: number,
  ) {
    this.id = job.id ?? '';
    this.name = job.name;
    this.priority = job.priority;
    this.enqueuedAt = job.timestamp;
    this.attemptsMade = job.attemptsMade;
    this.data = job.data as JobData;
  }

  /** Made only when the job asks for it. */
  get signal(): AbortSignal {
    return (this.#abort ??= new AbortController()).signal;
  }

  /** Runs the job: its outcome, or that it was handed back before it came to one. */
  run(perform: Perform): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      perform(this).then(resolve, reject);
    });
  }

  log(line: string): void {
    this.job.log(line).catch(() => {});
  }

  /** Back to the front of its queue at once, no attempt used; rejects when the store is away. */
  async handBack(reason: string): Promise<void> {
    await this.job.moveToWait(this.token);
    this.#settle?.({ kind: 'interrupted', reason });
  }

  abort(reason: string): void {
    (this.#abort ??= new AbortController()).abort(
      new DOMException(`The run ends: ${reason}`, 'AbortError'),
    );
  }
}

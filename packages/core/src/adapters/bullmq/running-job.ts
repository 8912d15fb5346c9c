import type { Job as BullJob } from 'bullmq';
import type { JobData } from '../../serialization/job-data';
import type { JsonValue } from '../../support/json';
import { JobCancelledError } from '../job-cancelled-error';
import type { Outcome } from '../outcome';
import type { Entry, EntryRequest } from '../entry';
import type { Delivery, Perform } from '../queue-adapter';
import type { Gate } from './limits/gate';
import { ProgressFeed } from './progress-feed';

/** A job of BullMQ that is being performed here, as the executor sees it. */
export class RunningJob implements Delivery {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly enqueuedAt: number;
  readonly attemptsMade: number;
  readonly data: JobData;
  cancelled = false;
  settled = false;
  handBackData?: () => JobData;
  #abort: AbortController | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;
  #progress: ProgressFeed | undefined;
  #over = false;

  constructor(
    readonly queue: string,
    readonly job: BullJob,
    readonly token: string,
    readonly gate: Gate,
    readonly crashes?: number,
    readonly duplicateOf?: string,
  ) {
    this.id = job.id ?? '';
    this.name = job.name;
    this.priority = job.priority;
    this.enqueuedAt = job.timestamp;
    this.attemptsMade = job.attemptsMade;
    this.data = job.data as JobData;
  }

  /** Milliseconds since the epoch. */
  get startedAt(): number {
    return this.job.processedOn ?? 0;
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

  enter(request: EntryRequest): Promise<Entry> {
    return this.gate.enter(this, request);
  }

  /** Milliseconds since the epoch. */
  get dueAt(): number {
    return this.enqueuedAt + (this.job.opts.delay ?? 0);
  }

  log(line: string): void {
    this.job.log(line).catch(() => {});
  }

  /** What a run says that was handed back or cancelled does not count. */
  progress(value: JsonValue): void {
    if (this.#over) return;
    this.#progress ??= new ProgressFeed((latest) => {
      this.job.updateProgress(latest as object).catch(() => {});
    });
    this.#progress.put(value);
  }

  /** The run has come to its outcome here. */
  end(): void {
    this.#over = true;
    this.#progress?.end();
  }

  /** Over at once: its outcome is that it was cancelled, whatever the run still does. */
  cancel(): void {
    this.cancelled = true;
    this.#settle?.({ kind: 'discarded', because: 'cancelled' });
    this.#abortWith(new JobCancelledError(this.id));
  }

  settle(outcome: Promise<Outcome>, reason: Error): void {
    this.settled = true;
    void outcome.then((settled) => this.#settle?.(settled));
    this.#abortWith(reason);
  }

  /** Back to the front of its queue at once, no attempt used; rejects when the store is away. */
  async handBack(reason: string): Promise<void> {
    const data = this.#dataToHandBack();
    if (data) await this.job.updateData(data);
    await this.job.moveToWait(this.token);
    this.#settle?.({ kind: 'interrupted', reason });
  }

  /** Attributes that cannot be stored are not worth the job: it goes back as it came. */
  #dataToHandBack(): JobData | undefined {
    try {
      return this.handBackData?.();
    } catch (error) {
      this.log(`Handed back without what it has done: ${(error as Error).message}`);
      return undefined;
    }
  }

  abort(reason: string): void {
    this.#abortWith(new DOMException(`The run ends: ${reason}`, 'AbortError'));
  }

  #abortWith(reason: Error): void {
    (this.#abort ??= new AbortController()).abort(reason);
  }
}

import type { Job as BullJob } from 'bullmq';
import type { JobData } from '../../serialization/job-data';
import type { JsonValue } from '../../support/json';
import { JobCancelledError } from '../job-cancelled-error';
import { KeptProgress } from '../kept-progress';
import type { Outcome } from '../outcome';
import type { Entry, EntryRequest } from '../entry';
import type { Delivery, Perform } from '../delivery';
import type { Gate } from './limits/gate';
import { ProgressFeed } from './progress-feed';
import type { RunRecords } from './run-records';

interface RunPorts {
  readonly gate: Gate;
  readonly records: RunRecords;
}

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
  /** Set once the process stops. */
  stopReason: string | undefined;
  readonly #ports: RunPorts;
  #abort: AbortController | undefined;
  #settle: ((outcome: Outcome) => void) | undefined;
  #progress: ProgressFeed | undefined;
  #kept: KeptProgress | undefined;
  #handedBack: Promise<void> | undefined;
  #over = false;

  constructor(
    readonly queue: string,
    readonly job: BullJob,
    readonly token: string,
    ports: RunPorts,
    readonly crashes?: number,
    readonly duplicateOf?: string,
  ) {
    this.#ports = ports;
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
    return this.#ports.gate.enter(this, request);
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
      const { records } = this.#ports;
      this.#whileMine(records.writeProgress(this.job, this.token, latest)).catch(() => {});
    });
    this.#progress.put(value);
  }

  async keep(when: 'soon' | 'now'): Promise<void> {
    if (this.#over || this.isHandedBack) return;
    this.#kept ??= new KeptProgress(async () => {
      const data = this.handBackData?.();
      if (data) await this.store(data);
    });
    await this.#kept.keep(when);
  }

  /** Stores its data, unless another run has the job by now. */
  store(data: JobData): Promise<void> {
    return this.#whileMine(this.#ports.records.writeData(this.job, this.token, data));
  }

  interruption(): string | undefined {
    return this.stopReason;
  }

  /** The run has come to its outcome here. A promise while something of it is on its way to the store. */
  end(): Promise<void> | undefined {
    this.#over = true;
    this.#progress?.end();
    return this.#kept?.end();
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

  /** Whether it is on its way back to its queue. */
  get isHandedBack(): boolean {
    return this.#handedBack !== undefined;
  }

  /** Back to the front of its queue at once, no attempt used; rejects when the store is away. */
  handBack(reason: string, data = this.#dataToHandBack()): Promise<void> {
    return (this.#handedBack ??= this.#handBack(reason, data));
  }

  async #handBack(reason: string, data: JobData | undefined): Promise<void> {
    await this.#kept?.end();
    if (data) await this.store(data);
    await this.job.moveToWait(this.token);
    this.settled = true;
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

  /** Another process may have the job by now: what this run still does is not stored any more. */
  abort(reason: string): void {
    this.#over = true;
    void this.#kept?.end();
    this.#abortWith(new DOMException(`The run ends: ${reason}`, 'AbortError'));
  }

  /** The lock is another's, or nobody's: the job is recovered as one of a dead process is. */
  lose(): void {
    this.settled = true;
    this.#handedBack ??= Promise.resolve();
    this.abort('its lock is lost');
  }

  /** A write that was refused tells of the loss before a renewal of the lock does. */
  async #whileMine(written: Promise<boolean>): Promise<void> {
    if (!(await written)) this.lose();
  }

  #abortWith(reason: Error): void {
    (this.#abort ??= new AbortController()).abort(reason);
  }
}

import type {
  Consumer,
  ConsumeOptions,
  Perform,
  QueueAdapter,
  StopReport,
} from '../adapters/queue-adapter';
import type { EventBus } from '../events/event-bus';
import { RunningJobs, type RunningJobInfo } from './running-jobs';

export interface StopOptions {
  /** Milliseconds to wait for running jobs before they are handed back. Default 25,000. */
  readonly timeout?: number;
  /** What the signals of the jobs handed back carry. */
  readonly reason?: string;
}

/** Works queues in this process until it is stopped. */
export class Worker {
  readonly #consumer: Consumer;
  readonly #events: EventBus;
  readonly #options: ConsumeOptions & { timeout: number };
  readonly #hurry = new AbortController();
  readonly #running: RunningJobs;
  #stopping: Promise<StopReport> | undefined;

  private constructor(
    consumer: Consumer,
    events: EventBus,
    running: RunningJobs,
    options: ConsumeOptions & { timeout: number },
  ) {
    this.#consumer = consumer;
    this.#events = events;
    this.#running = running;
    this.#options = options;
  }

  static async start(
    parts: { adapter: QueueAdapter; events: EventBus; perform: Perform },
    options: ConsumeOptions & { timeout: number },
  ): Promise<Worker> {
    const running = new RunningJobs();
    const consumer = await parts.adapter.consume(options, running.watch(parts.perform));
    parts.events.emit('workerStarted', options);
    return new Worker(consumer, parts.events, running, options);
  }

  /** What runs in this process now, the longest-running first. */
  running(): readonly RunningJobInfo[] {
    return this.#running.list();
  }

  /** Announces what runs now. */
  report(): void {
    this.#events.emit('workerReported', { running: this.running() });
  }

  /** Fetches no more; running jobs go on. There is no way back. */
  async quiet(): Promise<void> {
    this.#events.emit('workerQuiet', { queues: this.#options.queues });
    await this.#consumer.quiet();
  }

  /**
   * Quiets, waits for running jobs, hands back those that are not done in time. Called again it is
   * the same stop; with a timeout of 0 it waits no longer.
   */
  stop({
    timeout = this.#options.timeout,
    reason = 'stop',
  }: StopOptions = {}): Promise<StopReport> {
    if (timeout === 0) this.#hurry.abort();
    this.#stopping ??= this.#stop({ timeout, reason });
    return this.#stopping;
  }

  async #stop(options: { timeout: number; reason: string }): Promise<StopReport> {
    const report = await this.#consumer.stop({ ...options, hurry: this.#hurry.signal });
    this.#events.emit('workerStopped', report);
    return report;
  }
}

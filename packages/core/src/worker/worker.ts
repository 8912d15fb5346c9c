import type {
  Consumer,
  ConsumeOptions,
  Perform,
  QueueAdapter,
  StopReport,
} from '../adapters/queue-adapter';
import type { EventBus } from '../events/event-bus';

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
  #stopping: Promise<StopReport> | undefined;

  private constructor(
    consumer: Consumer,
    events: EventBus,
    options: ConsumeOptions & { timeout: number },
  ) {
    this.#consumer = consumer;
    this.#events = events;
    this.#options = options;
  }

  static async start(
    parts: { adapter: QueueAdapter; events: EventBus; perform: Perform },
    options: ConsumeOptions & { timeout: number },
  ): Promise<Worker> {
    const consumer = await parts.adapter.consume(options, parts.perform);
    parts.events.emit('workerStarted', options);
    return new Worker(consumer, parts.events, options);
  }

  /** Fetches no more; running jobs go on. There is no way back. */
  async quiet(): Promise<void> {
    this.#events.emit('workerQuiet', { queues: this.#options.queues });
    await this.#consumer.quiet();
  }

  /** Quiets, waits for running jobs, hands back those that are not done in time. Idempotent. */
  stop({
    timeout = this.#options.timeout,
    reason = 'stop',
  }: StopOptions = {}): Promise<StopReport> {
    this.#stopping ??= this.#stop({ timeout, reason });
    return this.#stopping;
  }

  async #stop(options: { timeout: number; reason: string }): Promise<StopReport> {
    const report = await this.#consumer.stop(options);
    this.#events.emit('workerStopped', report);
    return report;
  }
}

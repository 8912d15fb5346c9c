import type {
  Consumer,
  ConsumerStopOptions,
  Perform,
  QueueAdapter,
  StopReport,
} from '../adapters/queue-adapter';
import type { Capsule } from './capsule';

/** The capsules of one worker as one consumer. Each has slots and connections of its own. */
export class CapsuleConsumers implements Consumer {
  readonly #consumers: readonly Consumer[];

  private constructor(consumers: readonly Consumer[]) {
    this.#consumers = consumers;
  }

  /** Starts all or none. */
  static async start(
    adapter: QueueAdapter,
    capsules: readonly Capsule[],
    perform: Perform,
  ): Promise<CapsuleConsumers> {
    const starts = await Promise.allSettled(
      capsules.map((capsule) => adapter.consume(capsule, perform)),
    );
    const consumers = starts.flatMap((start) =>
      start.status === 'fulfilled' ? [start.value] : [],
    );
    const failed = starts.find((start) => start.status === 'rejected');
    const all = new CapsuleConsumers(consumers);
    if (!failed) return all;
    await all.stop({ timeout: 0, reason: 'another capsule could not start' });
    throw failed.reason;
  }

  async quiet(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.quiet()));
  }

  async stop(options: ConsumerStopOptions): Promise<StopReport> {
    const reports = await Promise.all(this.#consumers.map((consumer) => consumer.stop(options)));
    return {
      finished: reports.reduce((sum, { finished }) => sum + finished, 0),
      handedBack: reports.flatMap(({ handedBack }) => handedBack),
    };
  }
}

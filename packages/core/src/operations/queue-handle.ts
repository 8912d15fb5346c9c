import type { QueueInspector } from '../adapters/queue-inspector';
import { checkKeys } from '../options/check-keys';

/** One queue, to act on. Every action holds for all processes. */
export class QueueHandle {
  readonly #inspector: () => QueueInspector;

  constructor(
    readonly name: string,
    inspector: () => QueueInspector,
  ) {
    this.#inspector = inspector;
  }

  /** Jobs that could run now and wait. Scheduled ones and waiting retries do not count. */
  async size(): Promise<number> {
    const { size } = await this.#inspector().look(this.name);
    return size.waiting + size.prioritized;
  }

  /** Nobody fetches from it until it is resumed; jobs can still be enqueued. */
  async pause(): Promise<void> {
    await this.#inspector().pause(this.name);
  }

  async resume(): Promise<void> {
    await this.#inspector().resume(this.name);
  }

  /**
   * Removes the jobs that wait, and with `delayed` also those that are scheduled or wait for a
   * retry. Resolves to how many there were. Running, finished and failed jobs stay.
   */
  async clear(options: { readonly delayed?: boolean } = {}): Promise<number> {
    checkKeys('clear()', options, ['delayed']);
    return this.#inspector().clear(this.name, { delayed: options.delayed ?? false });
  }
}

import { Queue } from 'bullmq';
import type { AnyQueue } from '../any-queue';
import type { BullStore } from '../store';

interface OpenQueuesParts {
  /** The store, connected. */
  readonly open: () => Promise<BullStore>;
  readonly onError: (error: Error) => void;
}

/** BullMQ's queues, opened to be looked into. Looking at a queue does not make it. */
export class OpenQueues {
  readonly #parts: OpenQueuesParts;
  readonly #queues = new Map<string, AnyQueue>();

  constructor(parts: OpenQueuesParts) {
    this.#parts = parts;
  }

  store(): Promise<BullStore> {
    return this.#parts.open();
  }

  async queue(name: string): Promise<AnyQueue> {
    const store = await this.#parts.open();
    const known = this.#queues.get(name);
    if (known) return known;
    const { options, factory } = store.queueOptions();
    const queue: AnyQueue = new Queue(name, { ...options, skipMetasUpdate: true }, factory);
    queue.on('error', this.#parts.onError);
    this.#queues.set(name, queue);
    return queue;
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    await Promise.allSettled(queues.map((queue) => queue.close()));
  }
}

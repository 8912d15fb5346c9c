import type { PooledQueue } from './pooled-queue';
import { PAUSE_AFTER_ERROR, SAFETY_NET_SECONDS, type WakeWatch } from './wake-watch';

/**
 * Waits through BullMQ's own `waitForJob`, once per sleeping queue: on PostgreSQL all of them
 * share one LISTEN connection, and a NOTIFY wakes every listener.
 */
export class NotifyWatch implements WakeWatch {
  readonly #queues: readonly PooledQueue[];
  readonly #waiting = new Set<PooledQueue>();
  #closing = false;

  constructor(queues: readonly PooledQueue[]) {
    this.#queues = queues;
  }

  arm(): void {
    if (this.#closing) return;
    for (const queue of this.#queues) {
      if (!queue.ready && !this.#waiting.has(queue)) void this.#wait(queue);
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(
      [...this.#waiting].map((queue) => queue.worker.getBackend().disconnectBlocking(false)),
    );
  }

  async #wait(queue: PooledQueue): Promise<void> {
    this.#waiting.add(queue);
    try {
      const marker = await queue.worker.getBackend().waitForJob(SAFETY_NET_SECONDS);
      this.#waiting.delete(queue);
      if (this.#closing) return;
      queue.wakeUps += 1;
      if (marker && marker.score > Date.now()) queue.wakeAt(marker.score);
      else queue.wake();
    } catch {
      this.#waiting.delete(queue);
      if (!this.#closing) setTimeout(() => this.arm(), PAUSE_AFTER_ERROR).unref();
    }
  }
}

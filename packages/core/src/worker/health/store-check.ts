import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { Clock } from '../../support/clock';

/** Milliseconds the store has to answer. */
const PATIENCE = 1000;
/** Milliseconds an answer holds: whoever probes often asks the store no more. */
const FRESH = 1000;

/** Whether the store answers, asked at most once a second however often somebody wants to know. */
export class StoreCheck {
  readonly #adapter: Pick<QueueAdapter, 'ping'>;
  readonly #clock: Clock;
  #asked: { readonly at: number; readonly answers: Promise<boolean> } | undefined;

  constructor(adapter: Pick<QueueAdapter, 'ping'>, clock: Clock) {
    this.#adapter = adapter;
    this.#clock = clock;
  }

  answers(): Promise<boolean> {
    const now = this.#clock.now();
    if (!this.#asked || now - this.#asked.at >= FRESH)
      this.#asked = { at: now, answers: this.#ask() };
    return this.#asked.answers;
  }

  async #ask(): Promise<boolean> {
    try {
      await this.#adapter.ping?.(PATIENCE);
      return true;
    } catch {
      return false;
    }
  }
}

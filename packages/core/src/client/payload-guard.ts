import type { EventBus } from '../events/event-bus';
import type { JsonValue } from '../support/json';
import { PayloadTooLargeError } from './payload-too-large-error';

/** Sizes of encoded arguments, in bytes. */
export interface PayloadLimits {
  readonly warnAbove: number;
  readonly limit: number;
}

/** Warns once per class of large arguments, and refuses those over the limit. */
export class PayloadGuard {
  readonly #limits: PayloadLimits;
  readonly #events: EventBus;
  readonly #warned = new Set<string>();

  constructor(limits: PayloadLimits, events: EventBus) {
    this.#limits = limits;
    this.#events = events;
  }

  /** @throws PayloadTooLargeError */
  check(name: string, args: readonly JsonValue[]): void {
    const bytes = Buffer.byteLength(JSON.stringify(args));
    if (bytes > this.#limits.limit) throw new PayloadTooLargeError(name, bytes, this.#limits.limit);
    if (bytes > this.#limits.warnAbove && !this.#warned.has(name)) {
      this.#warned.add(name);
      this.#events.emit('payloadLarge', { name, bytes, limit: this.#limits.limit });
    }
  }
}

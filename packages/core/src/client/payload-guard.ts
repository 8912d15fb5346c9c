import type { EventBus } from '../events/event-bus';
import type { JobData } from '../serialization/job-data';
import type { JsonValue } from '../support/json';
import { PayloadTooLargeError } from './payload-too-large-error';

/** Sizes of what is stored of a job, in bytes. */
export interface PayloadLimits {
  readonly warnAbove: number;
  readonly limit: number;
}

/** Warns once per class of large jobs, and refuses those over the limit. */
export class PayloadGuard {
  readonly #limits: PayloadLimits;
  readonly #events: EventBus;
  readonly #warned = new Set<string>();

  constructor(limits: PayloadLimits, events: EventBus) {
    this.#limits = limits;
    this.#events = events;
  }

  /** @throws PayloadTooLargeError */
  check(name: string, data: JobData): void {
    const { warnAbove, limit } = this.#limits;
    if (surelyFits(data, Math.min(warnAbove, limit))) return;
    const bytes = sizeOf(data);
    if (bytes > limit) throw new PayloadTooLargeError(name, bytes, limit);
    if (bytes > warnAbove && !this.#warned.has(name)) {
      this.#warned.add(name);
      this.#events.emit('payloadLarge', { name, bytes, limit });
    }
  }

  /** What is left of the limit. */
  room(data: JobData): number {
    return this.#limits.limit - sizeOf(data);
  }
}

/** In bytes, as JSON. */
export function sizeOf(value: JobData | JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Spares most values a JSON.stringify for nothing but its length. False: perhaps it fits all the same. */
export function surelyFits(value: JobData | JsonValue, bytes: number): boolean {
  return spare(value as JsonValue, bytes) >= 0;
}

/** A character takes at most six bytes in JSON: `\u0000`. */
const BYTES_PER_CHARACTER = 6;
const LONGEST_NUMBER = 25;

/**
 * What is left of so many bytes after the value, which takes at most what is subtracted here.
 * Negative: perhaps too large.
 */
function spare(value: JsonValue, bytes: number): number {
  if (typeof value === 'string') return bytes - value.length * BYTES_PER_CHARACTER - 2;
  if (typeof value !== 'object' || value === null) return bytes - LONGEST_NUMBER;
  return Array.isArray(value)
    ? spareAfterItems(value, bytes - 2)
    : spareAfterEntries(value as Readonly<Record<string, JsonValue>>, bytes - 2);
}

function spareAfterItems(items: readonly JsonValue[], bytes: number): number {
  let left = bytes;
  for (let index = 0; index < items.length && left >= 0; index += 1) {
    left = spare(items[index] ?? null, left - 1);
  }
  return left;
}

function spareAfterEntries(entries: Readonly<Record<string, JsonValue>>, bytes: number): number {
  let left = bytes;
  for (const key in entries) {
    if (left < 0) return left;
    left = spare(entries[key] ?? null, left - key.length * BYTES_PER_CHARACTER - 4);
  }
  return left;
}

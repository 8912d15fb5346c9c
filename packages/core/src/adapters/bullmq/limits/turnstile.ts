import type { Entry, EntryRequest } from '../../entry';
import type { LockLease } from '../../lock-store';

/** A job that was fetched and asks to start. */
export interface Comer {
  readonly queue: string;
  readonly id: string;
  /** The wire name of its class. */
  readonly name: string;
  /** When it was due at first, in milliseconds since the epoch: who waits is called by age. */
  readonly dueAt: number;
  /** By which BullMQ knows that this process has the job. */
  readonly token: string;
}

/** A slot that a job got, and what is needed to hand it on. */
export interface Slot extends LockLease {
  readonly slots: number;
  readonly ttl: number;
}

export type Passage =
  | { readonly kind: 'entered'; readonly slot?: Slot }
  | Exclude<Entry, { readonly kind: 'entered' }>;

/**
 * Lets jobs start within their limits. A job that must wait is taken out of the worker's hands in the
 * same step that refuses it, and put back at the front of its queue in the step that frees its slot:
 * it holds nothing while it waits, and nobody asks again and again.
 */
export interface Turnstile {
  /** Keys of Redis of which one is there while anybody waits for a slot. */
  readonly waitingKeys: readonly string[];
  enter(comer: Comer, request: EntryRequest): Promise<Passage>;
  /** Frees the slot, and hands it to whoever waits for it for the longest time. */
  leave(slot: Slot): Promise<void>;
  /** Of each of these jobs the key in whose line it waits, or null. */
  blockedBy(queue: string, ids: readonly string[]): Promise<readonly (string | null)[]>;
  /** Hands out the slots whose holders are gone. */
  heal(): Promise<void>;
}

/** Places in line are by age in milliseconds since this, and of one millisecond by the order of coming. */
export const LINE_EPOCH = Date.UTC(2025, 0, 1);
export const PLACES_PER_MILLISECOND = 4096;

/** Milliseconds after which the turn of a job that does not come is the next one's. */
export const TURN_IS_LOST_AFTER = 30_000;

/** Milliseconds after which a job that waits looks by itself, should nobody call it. */
export const LOOKS_AGAIN_AFTER = 3_600_000;

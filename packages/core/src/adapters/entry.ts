import type { HeldLock } from './lock-store';

/** What a run must have before it may start. */
export interface EntryRequest {
  readonly limit?: ConcurrencyLimit;
  readonly throttle?: StartLimit;
}

/** At most so many at once. */
export interface ConcurrencyLimit {
  /** Jobs of one key share the slots. */
  readonly key: string;
  readonly slots: number;
  /** Milliseconds after which the slot of a process that is gone is free again. */
  readonly ttl: number;
  /** Whether a job that finds no slot waits for one, in the order of coming. */
  readonly waits: boolean;
}

/** At most so many starts in any stretch of time of this length. */
export interface StartLimit {
  readonly key: string;
  readonly starts: number;
  /** Milliseconds. */
  readonly per: number;
}

/** What the limits of a class say to a run that wants to begin. */
export type Entry =
  | { readonly kind: 'entered' }
  /**
   * The store has put the job aside: it comes again when it is its turn. `wait` is set when that is a
   * matter of time, in milliseconds.
   */
  | { readonly kind: 'blocked'; readonly key: string; readonly wait?: number }
  /** No slot is free and the job does not wait for one. */
  | { readonly kind: 'refused'; readonly key: string; readonly holders: readonly HeldLock[] };

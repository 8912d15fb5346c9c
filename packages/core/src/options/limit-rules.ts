import type { KeyFunction } from './key-function';

interface SharedRule {
  /** Undefined: one for the whole group. */
  readonly key: KeyFunction | undefined;
  /** Classes with the same group share the limit. Undefined: the class's name. */
  readonly group: string | undefined;
}

/** At most `to` jobs of a key at once. */
export interface ConcurrencyRule extends SharedRule {
  readonly to: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly onConflict: 'block' | 'discard';
}

/** At most `limit` starts of a key in `per` milliseconds. */
export interface ThrottleRule extends SharedRule {
  readonly limit: number;
  readonly per: number;
}

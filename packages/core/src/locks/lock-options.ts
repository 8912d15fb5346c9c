import type { LockKind } from './lock-key';
import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';

/** How a lock is taken. */
export interface LockOptions {
  /**
   * After how long the lock is free when its holder is killed. While the holder lives it is renewed
   * three times in that time. Default 30 s; at least 100 ms.
   */
  readonly ttl?: Duration;
  /** How long to wait for a lock that is held. Default 0: not at all. */
  readonly wait?: Duration;
}

/** How a lock is held. */
export interface LockTerms extends LockTimes {
  /** Default 'lock'. */
  readonly kind?: LockKind;
  /** How many may hold it at once. Default 1. */
  readonly slots?: number;
}

export interface LockTimes {
  /** Milliseconds, as `wait`. */
  readonly ttl: number;
  readonly wait: number;
}

const SHORTEST_TTL = 100;

/** @throws InvalidOptionsError */
export function lockTimes(where: string, options: LockOptions): LockTimes {
  checkKeys(where, options, ['ttl', 'wait']);
  return {
    ttl: atLeast(`${where} ttl`, options.ttl ?? 30_000, SHORTEST_TTL),
    wait: atLeast(`${where} wait`, options.wait ?? 0, 0),
  };
}

/** @throws InvalidOptionsError */
export function atLeast(where: string, duration: Duration, least: number): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== undefined && milliseconds >= least) return milliseconds;
  throw new InvalidOptionsError(where, `${DURATION_FORMS}, at least ${least} ms`, duration);
}

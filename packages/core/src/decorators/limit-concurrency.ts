import { atLeast } from '../locks/lock-options';
import { checkKeys } from '../options/check-keys';
import type { Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { checkCount, limitScope, type LimitOptions } from './limit-options';
import { oneOf } from '../options/one-of';

/** How many jobs of a key `@LimitConcurrency` lets run at once, and what becomes of the next. */
export interface LimitConcurrencyOptions extends LimitOptions {
  /** Jobs at once, over all processes. Default 1. */
  readonly to?: number;
  /**
   * After how long the slot of a process that was killed is free again. A job that runs renews it, so
   * it may be shorter than a job takes. Default 3 minutes; at least 1 s.
   */
  readonly duration?: Duration;
  /** Whether a job without a slot waits for one, or is discarded. Default 'block'. */
  readonly onConflict?: 'block' | 'discard';
}

const KNOWN = ['to', 'key', 'group', 'duration', 'onConflict'] as const;

/**
 * Runs at most `to` jobs of a key at once, over all processes. The others wait in the order in which
 * they came, use no attempt and hold no slot of a worker.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function LimitConcurrency(options: LimitConcurrencyOptions = {}): JobClassDecorator {
  checkKeys('@LimitConcurrency', options, KNOWN);
  const { to = 1, duration = 180_000, onConflict = 'block' } = options;
  const rule = Object.freeze({
    ...limitScope('@LimitConcurrency', options),
    to: checkCount('@LimitConcurrency to', to),
    duration: atLeast('@LimitConcurrency duration', duration, 1000),
    onConflict: oneOf('@LimitConcurrency onConflict', ['block', 'discard'], onConflict),
  });
  return classDecorator('@LimitConcurrency', { kind: 'concurrency', rule });
}

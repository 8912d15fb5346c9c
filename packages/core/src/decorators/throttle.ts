import { atLeast } from '../locks/lock-options';
import { checkKeys } from '../options/check-keys';
import type { Duration } from '../support/duration';
import { classDecorator, type JobClassDecorator } from './class-decorator';
import { checkCount, limitScope, type LimitOptions } from './limit-options';

/** How often `@Throttle` lets jobs of a key start. */
export interface ThrottleOptions extends LimitOptions {
  /** Starts in any stretch of time of the length `per`, over all processes. */
  readonly limit: number;
  /** At least 10 ms. */
  readonly per: Duration;
}

/**
 * Starts at most `limit` jobs of a key per period, over all processes. The others are delayed to their
 * turn, in the order in which they came, and use no attempt.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Throttle(options: ThrottleOptions): JobClassDecorator {
  checkKeys('@Throttle', options, ['limit', 'per', 'key', 'group']);
  const rule = Object.freeze({
    ...limitScope('@Throttle', options),
    limit: checkCount('@Throttle limit', options.limit),
    per: atLeast('@Throttle per', options.per, 10),
  });
  return classDecorator('@Throttle', { kind: 'throttle', rule });
}

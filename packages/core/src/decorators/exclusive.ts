import { lockTimes, type LockOptions } from '../locks/lock-options';
import { checkKeys } from '../options/check-keys';
import { checkKeyFunction, type KeyFunction } from '../options/key-function';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/** Which lock `@Exclusive` holds, and how long it waits for it. */
export interface ExclusiveOptions extends LockOptions {
  /** Jobs of one key exclude each other, of whatever class. Default: the class's name. */
  readonly key?: KeyFunction;
}

/**
 * Runs `perform` while it holds a lock, as `withLock` does. Who finds it held and waits in vain fails
 * with LockConflictError, under the class's own rules. `this.signal` is aborted should it be lost.
 *
 * @throws InvalidOptionsError when the class loads
 */
export function Exclusive(options: ExclusiveOptions = {}): JobClassDecorator {
  checkKeys('@Exclusive', options, ['key', 'ttl', 'wait']);
  const { key, ...times } = options;
  const rule = Object.freeze({
    key: checkKeyFunction('@Exclusive key', key),
    ...lockTimes('@Exclusive', times),
  });
  return classDecorator('@Exclusive', { kind: 'exclusive', rule });
}

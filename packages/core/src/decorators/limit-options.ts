import { checkLockKey } from '../locks/lock-key';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { checkKeyFunction, type KeyFunction } from '../options/key-function';

/** What all limits take. */
export interface LimitOptions {
  /** Jobs with the same key share the limit. Default: all jobs of the group. */
  readonly key?: KeyFunction;
  /** Classes with the same group share the limit. Default: the class's name. */
  readonly group?: string;
}

/** @throws InvalidOptionsError */
export function limitScope(where: string, { key, group }: LimitOptions) {
  return {
    key: checkKeyFunction(`${where} key`, key),
    group: group === undefined ? undefined : checkLockKey(`${where} group`, group),
  };
}

/** @throws InvalidOptionsError */
export function checkCount(where: string, count: unknown): number {
  if (Number.isInteger(count) && (count as number) >= 1 && (count as number) <= MOST)
    return count as number;
  throw new InvalidOptionsError(where, `a whole number from 1 to ${MOST}`, count);
}

/** The store looks at each of them when a job asks. */
const MOST = 1000;

import { InvalidOptionsError } from './invalid-options-error';

/**
 * What a lock or a limit is for, from the arguments of `perform`. Null and undefined: this job needs
 * none.
 */
export type KeyFunction = (...args: never[]) => string | number | null | undefined;

/** @throws InvalidOptionsError */
export function checkKeyFunction(where: string, key: unknown): KeyFunction | undefined {
  if (key === undefined || typeof key === 'function') return key as KeyFunction | undefined;
  throw new InvalidOptionsError(
    where,
    'a function of the arguments of perform that gives a text or a number',
    key,
  );
}

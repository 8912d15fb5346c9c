import { isDeepStrictEqual } from 'node:util';
import { equals, iterableEquality } from '@jest/expect-utils';
import type { Application } from '@drover/core';

type Serializer = Pick<Application['serializer'], 'serializeValue'>;

/**
 * Whether the arguments are those expected: deeply, by the asymmetric matchers of any test runner,
 * and records as records. Trailing arguments that are undefined are as good as left out.
 */
export function sameArguments(
  expected: readonly unknown[],
  got: readonly unknown[],
  serializer: Serializer,
): boolean {
  const alike = (a: unknown, b: unknown) => sameStoredForm(a, b, serializer);
  return equals(trimmed(got), trimmed(expected), [alike, iterableEquality]);
}

function trimmed(args: readonly unknown[]): readonly unknown[] {
  const last = args.findLastIndex((arg) => arg !== undefined);
  return args.slice(0, last + 1);
}

/**
 * Instances whose type has a stored form of its own are compared by it: a record is its reference,
 * a Temporal its text. Undefined: to be compared by its parts.
 */
function sameStoredForm(a: unknown, b: unknown, serializer: Serializer): boolean | undefined {
  if (!isInstance(a) || !isInstance(b)) return undefined;
  try {
    return isDeepStrictEqual(serializer.serializeValue(a), serializer.serializeValue(b));
  } catch {
    return undefined;
  }
}

/** Of a class; containers are none, as they may hold matchers. */
function isInstance(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (value instanceof Map || value instanceof Set) return false;
  if (typeof (value as { asymmetricMatch?: unknown }).asymmetricMatch === 'function') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

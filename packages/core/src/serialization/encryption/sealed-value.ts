import type { JsonValue } from '../../support/json';

/** The tag of a value that is encrypted. */
export const ENCRYPTED_TAG = '$encrypted';

/** What is shown in the place of a value that is encrypted, or shall be. */
export const ENCRYPTED = '[ENCRYPTED]';

/** The stored form of a value that is encrypted. An object of a user's with such a key is stored otherwise. */
export interface SealedValue {
  readonly [ENCRYPTED_TAG]: string;
  readonly [key: string]: JsonValue;
}

export function isSealed(value: unknown): value is SealedValue {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, ENCRYPTED_TAG);
}

/** What is shown of a stored value. */
export function withoutSealed(value: JsonValue): JsonValue {
  return isSealed(value) ? ENCRYPTED : value;
}

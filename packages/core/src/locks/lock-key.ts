import { InvalidOptionsError } from '../options/invalid-options-error';
import { isStorable } from '../serialization/storable-text';

/** What a lock is for. Keys of one kind know nothing of those of another. */
export type LockKind = 'lock' | 'limit' | 'throttle' | 'uniqueRun';

const LONGEST = 1024;

/** As the store keeps it. */
export function storedKey(kind: LockKind, key: string): string {
  return `${kind}:${key}`;
}

/** The opposite. What another release stored under a kind of its own keeps that kind. */
export function parseStoredKey(stored: string): { readonly kind: string; readonly key: string } {
  const colon = stored.indexOf(':');
  return { kind: stored.slice(0, colon), key: stored.slice(colon + 1) };
}

/**
 * A text that every store keeps as it is.
 *
 * @throws InvalidOptionsError
 */
export function checkLockKey(where: string, key: unknown): string {
  const text = typeof key === 'number' ? String(key) : key;
  if (typeof text === 'string' && fits(text)) return text;
  throw new InvalidOptionsError(
    where,
    `a text of 1 to ${LONGEST} characters without NUL and lone surrogates, or a number`,
    key,
  );
}

function fits(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && isStorable(text);
}

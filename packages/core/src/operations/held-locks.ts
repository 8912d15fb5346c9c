import type { HeldLock, LockStore } from '../adapters/lock-store';
import { checkLockKey, parseStoredKey, storedKey, type LockKind } from '../locks/lock-key';
import { checkKeys } from '../options/check-keys';

/** A lock that is held, or a slot of a limit. Times are milliseconds since the epoch, by the store's clock. */
export interface LockInfo extends Omit<HeldLock, 'key'> {
  /** `'lock'`: by `withLock` or `@Exclusive`. `'limit'`: by `@LimitConcurrency`. `'unique'`: by `@Unique`. */
  readonly kind: string;
  readonly key: string;
}

/** Which locks. What is absent does not matter. */
export interface LockFilter {
  readonly key?: string;
  readonly kind?: string;
  /** The wire name of the class that holds it. */
  readonly name?: string;
  readonly jobId?: string;
}

const KNOWN = ['key', 'kind', 'name', 'jobId'] as const;

const KINDS: readonly LockKind[] = ['lock', 'limit', 'unique'];

/** The locks of a namespace, to look at and to free by hand. */
export class HeldLocks {
  readonly #store: () => LockStore;

  constructor(store: () => LockStore) {
    this.#store = store;
  }

  /** The oldest first. @throws InvalidOptionsError */
  async list(filter: LockFilter): Promise<readonly LockInfo[]> {
    checkKeys('locks()', filter, KNOWN);
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const held = (await this.#held(filter)).map((lock) => ({
      ...lock,
      ...parseStoredKey(lock.key),
    }));
    return held.filter((lock) =>
      wanted.every(([field, value]) => lock[field as keyof LockFilter] === value),
    );
  }

  /** Frees every slot of these locks. How many there were. @throws InvalidOptionsError */
  async release(key: string, { kind }: { readonly kind?: string }): Promise<number> {
    const text = checkLockKey('releaseLock()', key);
    const held = await this.#held({ key: text, ...(kind !== undefined && { kind }) });
    const released = await Promise.all(held.map((lock) => this.#store().release(lock)));
    return released.filter(Boolean).length;
  }

  /** Where a key is given, only its locks are looked at, and not every one there is. */
  async #held({ key, kind }: LockFilter): Promise<readonly HeldLock[]> {
    const store = this.#store();
    if (key === undefined) return store.list();
    const kinds = KINDS.filter((each) => kind === undefined || kind === each);
    return (await Promise.all(kinds.map((each) => store.list(storedKey(each, key))))).flat();
  }
}

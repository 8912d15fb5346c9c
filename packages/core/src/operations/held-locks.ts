import type { HeldLock, LockStore, UniqueLocks } from '../adapters/lock-store';
import { checkLockKey, parseStoredKey, storedKey, type LockKind } from '../locks/lock-key';
import { checkKeys } from '../options/check-keys';

/** A lock that is held, or a slot of a limit. Times are milliseconds since the epoch, by the store's clock. */
export interface LockInfo extends Omit<HeldLock, 'key'> {
  /**
   * `'lock'`: by `withLock` or `@Exclusive`. `'limit'`: by `@LimitConcurrency`. `'unique'`: by a stored job
   * whose class has `@Unique`, for as long as that says; it expires at Infinity when it has no `ttl`.
   * `'uniqueRun'`: by the run of such a job.
   */
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

/** Locks that stored jobs have are not in the store of locks. */
const UNIQUE = 'unique';
const KINDS: readonly LockKind[] = ['lock', 'limit', 'uniqueRun'];

interface HeldLocksParts {
  readonly lockStore: () => LockStore;
  /** Undefined where an adapter cannot list them. */
  readonly uniqueLocks: () => UniqueLocks | undefined;
}

/** The locks of a namespace, to look at and to free by hand. */
export class HeldLocks {
  readonly #parts: HeldLocksParts;

  constructor(parts: HeldLocksParts) {
    this.#parts = parts;
  }

  /** The oldest first. @throws InvalidOptionsError */
  async list(filter: LockFilter): Promise<readonly LockInfo[]> {
    checkKeys('locks()', filter, KNOWN);
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const [granted, unique] = await Promise.all([this.#granted(filter), this.#unique(filter)]);
    return [
      ...granted.map((lock) => ({ ...lock, ...parseStoredKey(lock.key) })),
      ...unique.map((lock) => ({ ...lock, kind: UNIQUE })),
    ]
      .filter((lock) => wanted.every(([field, value]) => lock[field as keyof LockFilter] === value))
      .toSorted((a, b) => a.since - b.since);
  }

  /** Frees every slot of these locks. How many there were. @throws InvalidOptionsError */
  async release(key: string, { kind }: { readonly kind?: string }): Promise<number> {
    const filter = { key: checkLockKey('releaseLock()', key), ...(kind !== undefined && { kind }) };
    const [granted, unique] = await Promise.all([this.#granted(filter), this.#unique(filter)]);
    const released = await Promise.all([
      ...granted.map((lock) => this.#parts.lockStore().release(lock)),
      ...unique
        .filter((lock) => lock.key === key)
        .map((lock) => this.#parts.uniqueLocks()?.release(lock) ?? false),
    ]);
    return released.filter(Boolean).length;
  }

  /** Where a key is given, only its locks are looked at, and not every one there is. */
  async #granted({ key, kind }: LockFilter): Promise<readonly HeldLock[]> {
    if (kind === UNIQUE) return [];
    const store = this.#parts.lockStore();
    if (key === undefined) return store.list();
    const kinds = KINDS.filter((each) => kind === undefined || kind === each);
    return (await Promise.all(kinds.map((each) => store.list(storedKey(each, key))))).flat();
  }

  async #unique({ kind = UNIQUE }: LockFilter): Promise<readonly HeldLock[]> {
    return kind === UNIQUE ? ((await this.#parts.uniqueLocks()?.list()) ?? []) : [];
  }
}

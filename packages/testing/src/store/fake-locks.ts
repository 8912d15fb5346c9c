import type { Clock, HeldLock, LockAnswer, LockLease, LockRequest, LockStore } from '@drover/core';

/** Locks in memory, by the clock of the test. */
export class FakeLocks implements LockStore {
  readonly #clock: Clock;
  readonly #onFree: (key: string) => void;
  #held: readonly HeldLock[] = [];
  #fences = 0;

  /** @param onFree - told of the key of each lock that is given back */
  constructor(clock: Clock, onFree: (key: string) => void = () => {}) {
    this.#clock = clock;
    this.#onFree = onFree;
  }

  async acquire({ key, owner, ttl, slots = 1, holder = {} }: LockRequest): Promise<LockAnswer> {
    const holders = this.#of(key);
    if (holders.length >= slots && !holders.some((lock) => lock.owner === owner))
      return { granted: false, holders: holders.toSorted((a, b) => a.expires - b.expires) };
    const since = this.#clock.now();
    const fence = (this.#fences += 1);
    const lock = { ...holder, key, owner, fence, since, expires: since + Math.ceil(ttl) };
    this.#held = [...this.#without({ key, owner }), lock];
    return { granted: true, lock };
  }

  async renew(leases: readonly (LockLease & { ttl: number })[]): Promise<boolean[]> {
    return leases.map(({ ttl, ...lease }) => {
      const lock = this.#find(lease);
      if (!lock) return false;
      const expires = this.#clock.now() + Math.ceil(ttl);
      this.#held = this.#held.map((each) => (each === lock ? { ...lock, expires } : each));
      return true;
    });
  }

  async release(lease: Parameters<LockStore['release']>[0]): Promise<boolean> {
    if (!this.#find(lease)) return false;
    this.#held = this.#without(lease);
    this.#onFree(lease.key);
    return true;
  }

  async list(key?: string): Promise<readonly HeldLock[]> {
    const now = this.#clock.now();
    const held = this.#held.filter((lock) => lock.expires > now);
    return key === undefined ? held : held.filter((lock) => lock.key === key);
  }

  /** When the first of its holders loses it; undefined when nobody holds it. */
  freeAt(key: string): number | undefined {
    const expiries = this.#of(key).map(({ expires }) => expires);
    return expiries.length === 0 ? undefined : Math.min(...expiries);
  }

  clear(): void {
    this.#held = [];
  }

  #of(key: string): readonly HeldLock[] {
    return this.#held.filter((lock) => lock.key === key && lock.expires > this.#clock.now());
  }

  #find({ key, owner, fence }: Parameters<LockStore['release']>[0]): HeldLock | undefined {
    return this.#of(key).find(
      (lock) => lock.owner === owner && (fence === undefined || lock.fence === fence),
    );
  }

  #without({ key, owner }: Pick<HeldLock, 'key' | 'owner'>): readonly HeldLock[] {
    return this.#held.filter((lock) => lock.key !== key || lock.owner !== owner);
  }
}

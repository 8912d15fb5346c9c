/** Asks for one of the slots of a lock. */
export interface LockRequest {
  /** Any text. Locks of different keys know nothing of each other. */
  readonly key: string;
  /**
   * Who will hold it. An owner holds one slot of a key: who asks again has it anew, under another
   * fence, and what was granted before is worth nothing from then on.
   */
  readonly owner: string;
  /** Milliseconds after which the slot is free whatever the owner does, unless it is renewed. */
  readonly ttl: number;
  /** How many may hold the key at once. Default 1. */
  readonly slots?: number;
  /** For whoever looks at the list of locks. */
  readonly holder?: LockHolder;
}

/** Whom a lock was granted to. */
export interface LockHolder {
  /** The wire name of the job class. */
  readonly name?: string;
  readonly queue?: string;
  readonly jobId?: string;
}

/** A slot that is held. Times are milliseconds since the epoch, by the clock of the store. */
export interface HeldLock extends LockHolder {
  readonly key: string;
  readonly owner: string;
  /** Larger than that of every slot granted before, of any key: what it protects can refuse older ones. */
  readonly fence: number;
  readonly since: number;
  readonly expires: number;
}

/** What a store says to a {@link LockRequest}. */
export type LockAnswer =
  | { readonly granted: true; readonly lock: HeldLock }
  /** Who holds the slots, the one that expires first in front. */
  | { readonly granted: false; readonly holders: readonly HeldLock[] };

/** What was granted, to be renewed or released. */
export type LockLease = Pick<HeldLock, 'key' | 'owner' | 'fence'>;

/**
 * Locks that expire, are counted, and belong to an owner; a row or a key of the store each. Every
 * decision is one atomic step in the store and goes by the store's clock, so it does not matter
 * what the clocks of the processes say.
 */
export interface LockStore {
  acquire(request: LockRequest): Promise<LockAnswer>;
  /** Whether each lease still held its slot, and holds it for `ttl` milliseconds from now. */
  renew(leases: readonly (LockLease & { readonly ttl: number })[]): Promise<readonly boolean[]>;
  /** Frees the slot if it is still this owner's. Without a fence: whichever run of the owner has it. */
  release(lease: Omit<LockLease, 'fence'> & { readonly fence?: number }): Promise<boolean>;
  /** Every slot that is held, the oldest first; of one key when it is given. */
  list(key?: string): Promise<readonly HeldLock[]>;
}

/**
 * The locks that unique jobs have had since they were stored. They belong to their jobs, and are taken
 * and freed with them. One that is held as long as its job lasts expires at Infinity.
 */
export interface UniqueLocks {
  /** `fence` is 0: nothing was granted. `since` is 0 when the job is gone and only its lock is left. */
  list(): Promise<readonly HeldLock[]>;
  /** Frees the lock if it is still this owner's. */
  release(lock: HeldLock): Promise<boolean>;
}

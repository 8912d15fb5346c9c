import type { UniqueLock } from '../../stored-job';

/** A key of BullMQ's deduplication, and the job that has it. */
export interface HeldKey {
  readonly queue: string;
  readonly key: string;
  readonly owner: string;
}

/** The terms under which a job took its lock, as they are kept in its options; `until` 'executed' is not. */
export type LockTerms = Partial<Pick<UniqueLock, 'until' | 'expiresAt' | 'dueBy'>>;

/** A key, and since when and until when it is held, where that is known. */
export interface ListedKey extends HeldKey {
  readonly since: number | undefined;
  readonly expiresAt: number | undefined;
}

/** Milliseconds between the two steps of an enqueue, at most. */
export const GRACE = 10_000;

/** Where a job is put off to. Milliseconds since the epoch. */
export interface Postponement {
  readonly now: number;
  readonly dueAt: number;
  /** What the time of its lock is from then on. */
  readonly expiresAt?: number;
}

/** What BullMQ's deduplication does not do with its keys. Every act is one step in the store. */
export interface UniqueKeys {
  /**
   * Looks whether the owner has the key by right: it is not when the job is gone or finished, when
   * its lock has expired, or ends at the start of a run and the job runs. Then the key is freed.
   *
   * @returns the terms of the owner's lock; undefined when the key is not this owner's any more
   */
  look(held: HeldKey, now: number): Promise<LockTerms | undefined>;
  /** Gives the key to a job unless another has it. Resolves to the id of whoever has it then. */
  take(wanted: HeldKey, now: number): Promise<string>;
  /** Puts off the owner of the key, if it waits, is delayed or waits for a retry. False if it does not. */
  postpone(held: HeldKey, to: Postponement): Promise<boolean>;
  /**
   * Gives a key that is one for all queues to a job, unless another has it by right. One step. A job
   * that is not in the store yet has its key by right for {@link GRACE} milliseconds. Resolves to the id
   * of whoever has it then.
   *
   * @param ttl - milliseconds until the key is free whatever becomes of the job
   */
  takeAcross(wanted: HeldKey, now: number, ttl?: number): Promise<string>;
  /** Frees a key for all queues, if it is still this owner's. */
  freeAcross(held: HeldKey): Promise<void>;
  /** Every key that is held by right. */
  list(now: number): Promise<readonly ListedKey[]>;
  /** Frees the key if it is still this owner's, by right or not. */
  free(held: HeldKey): Promise<boolean>;
}

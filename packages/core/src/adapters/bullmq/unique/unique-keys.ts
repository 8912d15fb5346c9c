/** A key of BullMQ's deduplication, and the job that has it. */
export interface HeldKey {
  readonly queue: string;
  readonly key: string;
  readonly owner: string;
}

/** What BullMQ's deduplication does not do with its keys. */
export interface UniqueKeys {
  /**
   * Frees the key when its owner's time with it is over: the job is gone or finished, its lock has
   * expired, or ends at the start of a run and the job runs. One step, and never another job's key.
   *
   * @returns whether the key is this owner's no more
   */
  freeIfOver(held: HeldKey, now: number): Promise<boolean>;
  /** Gives the key to a job unless another has it. Resolves to the id of whoever has it then. */
  take(wanted: HeldKey, now: number): Promise<string>;
}

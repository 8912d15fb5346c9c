/** What a lock of a class lasts for, in sidekiq-unique-jobs' terms. */
export type UniqueLockName =
  | 'untilExecuting'
  | 'untilExecuted'
  | 'untilExpired'
  | 'whileExecuting'
  | 'untilAndWhileExecuting';

/** What becomes of an enqueue that meets a lock. */
export type UniqueConflict = 'reject' | 'log' | 'raise' | 'replace' | 'reschedule';

/** What becomes of a run that meets a lock. */
export type UniqueRunConflict = Exclude<UniqueConflict, 'replace'>;

/** A position of an argument, or a path into it: `0`, `'0.account.id'`. */
export type ArgumentPath = number | string;

/** Arguments that tell two jobs apart: chosen by position or path, or by a function of all of them. */
export type UniqueBy = ArgumentPath | readonly ArgumentPath[] | ((...args: never[]) => unknown);

/** Of jobs with one key, a class lets one at a time into the store. */
export interface UniquePolicy {
  readonly lock: UniqueLockName;
  /** Milliseconds from when the job is due. */
  readonly ttl: number | undefined;
  readonly onConflict: { readonly enqueue: UniqueConflict; readonly perform: UniqueRunConflict };
  /** Undefined: all arguments. */
  readonly by: UniqueBy | undefined;
  /** How many jobs may have the lock at once. */
  readonly limit: number;
  /** Whether jobs on all queues have it together. */
  readonly acrossQueues: boolean;
  readonly debounce: DebouncePolicy | undefined;
}

/** A job waits until nobody has asked for it for a while. Milliseconds. */
export interface DebouncePolicy {
  readonly wait: number;
  /** The longest it waits, from when it was first asked for. */
  readonly maxWait: number | undefined;
}

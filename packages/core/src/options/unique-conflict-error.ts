import { DroverError } from '../support/drover-error';

/** What a job wanted and which other job has it. */
export interface UniqueConflictDetails {
  /** The wire name of the class. */
  readonly name: string;
  /** What the jobs have in common: the class, and a digest of the arguments that count. */
  readonly key: string;
  /** The id of the job that has the lock. */
  readonly duplicateOf: string;
}

/**
 * A job met the lock of another: at the enqueue of a class that says `onConflict: 'raise'`, or when a
 * dead job was to run again.
 */
export class UniqueConflictError extends DroverError {
  readonly code = 'DROVER_UNIQUE_CONFLICT';
  readonly key: string;
  readonly duplicateOf: string;

  constructor({ name, key, duplicateOf }: UniqueConflictDetails, also = '') {
    super(
      `${name}: expected no other job with the key ${key}, but job ${duplicateOf} has it. ` +
        `Let that one end or remove it, or enqueue with set({ unique: false }).${also && ` ${also}`}`,
    );
    this.key = key;
    this.duplicateOf = duplicateOf;
  }
}

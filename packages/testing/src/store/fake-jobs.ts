import type { JsonValue, Outcome, StoredJob } from '@drover/core';

/** A job that waits in the fake store, or runs. */
export interface EnqueuedJob extends StoredJob {
  /** Milliseconds since the epoch, on the fake clock. */
  readonly dueAt: number;
  readonly attemptsMade: number;
  /** The limit of which it waits for a slot. */
  readonly blockedBy?: string;
  /** What its runs wrote into the job's own log. */
  readonly log: readonly string[];
  /** What its runs said last of how far they are, encoded. */
  readonly progress?: JsonValue;
  /** When its last run started and ended, on the fake clock. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** A job whose `perform` returned. */
export interface CompletedJob extends EnqueuedJob {
  /** Encoded, as a store would keep it. */
  readonly value?: unknown;
}

/** A job that was given up on purpose. */
export interface DiscardedJob
  extends EnqueuedJob, Pick<OutcomeOf<'discarded'>, 'because' | 'error'> {}

/** A dead job. */
export interface FailedJob extends EnqueuedJob, Pick<OutcomeOf<'failed'>, 'error'> {}

/** The outcomes of one kind. */
export type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>;

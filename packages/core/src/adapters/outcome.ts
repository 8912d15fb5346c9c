import type { JobData } from '../serialization/job-data';
import type { Entry } from './entry';

/** What came out of one attempt. Decided by the executor, acted on by the adapter. */
export type Outcome = Completed | Retried | Discarded | Failed | Interrupted | Snoozed | Blocked;

/** `perform` returned. */
export interface Completed {
  readonly kind: 'completed';
  /** What `perform` returned; encoded on its way to an adapter, absent for `undefined`. */
  readonly value?: unknown;
}

/** A rule, or `retryJob`, asked for another attempt. */
export interface Retried {
  readonly kind: 'retried';
  /** Milliseconds until the next attempt. */
  readonly delay: number;
  /** What the next attempt shall find. */
  readonly data: JobData;
  /** Absent when the job asked for the retry by itself. */
  readonly error?: Error;
  /** Another queue than the present one. */
  readonly queue?: string;
  /** Another priority than the present one. */
  readonly priority?: number;
}

/** The job is given up on purpose: finished, not dead. */
export interface Discarded {
  readonly kind: 'discarded';
  readonly because: 'rule' | 'exhausted' | 'halted' | 'cancelled' | 'duplicate' | 'limited';
  readonly error?: Error;
}

/** The job is dead: kept as failed, for a human. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: Error;
  /** What a run shall find that somebody asks for by hand, where it is not what this one found. */
  readonly data?: JobData;
}

/** The run ended before `perform` came back, because the process stops: no attempt used. */
export interface Interrupted {
  readonly kind: 'interrupted';
  readonly reason: string;
  /** What the next run shall find, where it is not what this one found. */
  readonly data?: JobData;
  /** Milliseconds until the next run. Default: at once. */
  readonly delay?: number;
  /** Another queue than the present one. */
  readonly queue?: string;
  /** Another priority than the present one. */
  readonly priority?: number;
}

/** The job asked to run later, no attempt used. */
export interface Snoozed {
  readonly kind: 'snoozed';
  /** Milliseconds. */
  readonly delay: number;
  /** What the next run shall find, where it is not what this one found. */
  readonly data?: JobData;
}

/** It was not its turn by a limit: the adapter has put it aside already, no attempt used. */
export type Blocked = Extract<Entry, { readonly kind: 'blocked' }>;

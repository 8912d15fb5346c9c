import type { JobData } from '../serialization/job-data';
import type { JsonValue } from '../support/json';
import type { Entry, EntryRequest } from './entry';
import type { Outcome } from './outcome';

/** Where in its steps a run is. */
export interface StepPosition {
  /** The names of those that are done. */
  readonly completed: readonly string[];
  /** The one under way; undefined between two. */
  readonly current: { readonly name: string; readonly cursor: unknown } | undefined;
}

/** One attempt handed to the executor. */
export interface Delivery {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly priority: number;
  readonly enqueuedAt: number;
  /** Attempts this record has used; a crash or an interruption uses none. */
  readonly attemptsMade: number;
  /**
   * Set when the job must not run again: so many times its process died, or fell silent, while it
   * ran.
   */
  readonly crashes?: number | undefined;
  /** Another job has the lock this one was stored under, and this one came back from the dead. */
  readonly duplicateOf?: string | undefined;
  readonly data: JobData;
  /** Aborted when the process hands the job back, with the reason. */
  readonly signal: AbortSignal;
  /** Adds a line to the job's own log in the store. Never rejects. */
  log(line: string): void;
  /** Shows how far the run is. Never rejects; what comes in quick succession may be left out. */
  progress?(value: JsonValue): void;
  /** Set by who performs: what the next run shall find, should this one be handed back now. */
  handBackData?: () => JobData;
  /**
   * Stores what `handBackData` says, for the case that the process dies: within a second ('soon', which
   * nobody waits for), or before it resolves ('now'). Never rejects. Absent: it is kept at the end only.
   */
  keep?(when: 'soon' | 'now'): Promise<void>;
  /** Asked at each checkpoint of a job of several steps: why its run shall end here; undefined: go on. */
  interruption?(position: StepPosition): string | undefined;
  /**
   * Asks for what the run must have before it may start; it is given back when the run is over. Absent:
   * the adapter knows no limits.
   */
  enter?(request: EntryRequest): Promise<Entry>;
  /** Whether somebody cancelled the run: nothing it does counts any more. */
  readonly cancelled?: boolean;
  /** Ends the run with this outcome, whatever it still does; the reason is for its signal. */
  settle?(outcome: Promise<Outcome>, reason: Error): void;
  /** Whether it was ended so, handed back or lost: nothing it does counts any more. */
  readonly settled?: boolean;
}

/** Runs one attempt. Never rejects. */
export type Perform = (delivery: Delivery) => Promise<Outcome>;

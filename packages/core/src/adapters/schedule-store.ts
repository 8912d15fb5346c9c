import type { Recurrence } from '../support/cron/recurrence';
import type { JsonValue } from '../support/json';

/** What an entry of the schedule says. Plain JSON. */
export interface EntryDefinition {
  /** The wire name of the job class. */
  readonly job: string;
  readonly recurrence: Recurrence;
  /** Encoded. */
  readonly args: readonly JsonValue[];
  /** Whether the time of the tick, in seconds, is put behind the arguments. */
  readonly dateAsArgument: boolean;
  /** In place of the class's own. */
  readonly queue?: string;
  readonly description?: string;
  /** Up to so many milliseconds of chance between the tick and the run. */
  readonly jitter: number;
  /** Whether a tick is left out while the job of the one before is not finished. */
  readonly overlap: 'allow' | 'skip';
  /** Milliseconds by which a tick may be late and is still made up for. */
  readonly grace: number;
}

/** Whether an entry enqueues at its ticks. What a human has set, no declaration changes. */
export type EntryStatus = 'enabled' | 'disabled';

/** Where an entry was declared: the schedule file, `@Cron` on a class, or a call. */
export type EntrySource = 'file' | 'class' | 'code';

/** An entry on its way into a store. */
export interface DeclaredEntry {
  readonly name: string;
  readonly definition: EntryDefinition;
  /** Another for every other definition. */
  readonly revision: string;
  readonly source: EntrySource;
  /** What the declaration says of it, if anything. */
  readonly status?: EntryStatus;
}

/** What came of a tick. */
export interface EntryRun {
  readonly tick: number;
  readonly outcome: 'enqueued' | 'overlapping' | 'duplicate' | 'halted' | 'missed';
  /** The job that was enqueued. */
  readonly jobId?: string;
  readonly queue?: string;
}

/** An entry as a store keeps it. Times are milliseconds since the epoch. */
export interface StoredEntry extends Omit<DeclaredEntry, 'status'> {
  readonly status: EntryStatus;
  /** What its declaration said of it when it was installed. */
  readonly declaredStatus?: EntryStatus;
  /** Ticks up to this time are nobody's: the entry was made, changed or enabled then. */
  readonly since: number;
  /** The last tick that a process has taken. */
  readonly lastTick?: number;
  readonly lastRun?: EntryRun;
  /** Ticks that were taken and not settled, and when. */
  readonly open: readonly { readonly tick: number; readonly at: number }[];
}

/** A process that takes a tick of an entry. */
export interface TickClaim {
  readonly name: string;
  /** Of the entry as the process knows it. */
  readonly revision: string;
  readonly tick: number;
  readonly now: number;
  /** Milliseconds after which a claim that was not settled goes to whoever asks. */
  readonly patience: number;
}

/**
 * - `granted`: the tick is this process's
 * - `taken`: another process had it, and has settled it
 * - `open`: another process has it and may not live to settle it: ask again
 * - `stale`: the entry is gone, disabled, or not what this process knows
 */
export type ClaimAnswer = 'granted' | 'taken' | 'open' | 'stale';

/** What became of the entries of a store, by name, when others were declared. */
export interface InstallReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** What shows, with one cheap question, whether anything about the entries has changed. */
export interface ScheduleHead {
  /** Another after every change. */
  readonly version: string;
  /** Of the declarations that were installed last. */
  readonly fingerprint?: string;
}

/** Where the schedule of an application is kept. Every method is atomic over all processes. */
export interface ScheduleStore {
  head(): Promise<ScheduleHead>;
  entries(): Promise<readonly StoredEntry[]>;
  /**
   * Makes the declared entries those that are declared: what was declared before and is not now
   * goes; entries made by code stay. The status a human set stays, unless the declaration's own changed.
   */
  install(
    declared: readonly DeclaredEntry[],
    as: { readonly fingerprint: string; readonly now: number },
  ): Promise<InstallReport>;
  /** Adds an entry of code, or changes one. False when the name is taken, or there is no such one. */
  put(entry: DeclaredEntry, how: 'add' | 'change', now: number): Promise<boolean>;
  /** False when there is none. */
  remove(name: string): Promise<boolean>;
  /** False when there is no such entry. */
  setStatus(name: string, status: EntryStatus, now: number): Promise<boolean>;
  /** A tick is granted once, and again only when it was not settled for too long. */
  claim(claim: TickClaim): Promise<ClaimAnswer>;
  settle(name: string, run: EntryRun): Promise<void>;
}

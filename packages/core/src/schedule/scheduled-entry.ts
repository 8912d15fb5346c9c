import type { EntryRun, EntrySource, EntryStatus, StoredEntry } from '../adapters/schedule-store';
import { nextTick, ticksAfter, type Recurrence } from '../support/cron/recurrence';
import type { JsonValue } from '../support/json';

/** An entry of the schedule, as whoever runs the application sees it. */
export interface ScheduledEntry {
  readonly name: string;
  /** The wire name of the job class. */
  readonly job: string;
  /** By cron in a time zone, or every so many milliseconds. */
  readonly recurrence: Recurrence;
  /** Encoded, as they are stored. */
  readonly args: readonly JsonValue[];
  /** Undefined: the class's own. */
  readonly queue: string | undefined;
  readonly description: string | undefined;
  readonly source: EntrySource;
  readonly status: EntryStatus;
  /** The next tick; undefined when it is disabled or there is none. */
  readonly next: Date | undefined;
  /** The last tick and what came of it. */
  readonly last: (Omit<EntryRun, 'tick'> & { readonly tick: Date }) | undefined;
}

export function toScheduledEntry(entry: StoredEntry, now: number): ScheduledEntry {
  const { name, definition, source, status, lastRun } = entry;
  const { job, recurrence, args, queue, description } = definition;
  const next = status === 'enabled' ? nextTick(recurrence, now) : undefined;
  return {
    ...{ name, job, recurrence, args, queue, description, source, status },
    next: next === undefined ? undefined : new Date(next),
    last: lastRun && { ...lastRun, tick: new Date(lastRun.tick) },
  };
}

/** The ticks to come. */
export function nextTicks(recurrence: Recurrence, now: number, count: number): Date[] {
  const ticks: Date[] = [];
  for (const tick of ticksAfter(recurrence, now)) {
    ticks.push(new Date(tick));
    if (ticks.length === count) break;
  }
  return ticks;
}

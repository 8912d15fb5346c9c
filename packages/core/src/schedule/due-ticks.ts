import type { StoredEntry } from '../adapters/schedule-store';
import { lastTick, ticksBetween } from '../support/cron/recurrence';

/** A tick whose time has come. */
export interface DueTick {
  readonly tick: number;
  /** Whether it is older than the entry's grace: nobody was there in time. */
  readonly missed: boolean;
}

export interface TickView {
  readonly now: number;
  /** Since when this process looks at the clock. */
  readonly watchedSince: number;
  /** The last tick of the entry that this process has dealt with. */
  readonly handled?: number | undefined;
}

/**
 * Which ticks of an entry are due: each that fell due before this process's eyes, and of those
 * that nobody was there for only the last, to be made up once or told of. In order. Pure.
 */
export function dueTicks(entry: StoredEntry, view: TickView): readonly DueTick[] {
  const { now, watchedSince, handled = 0 } = view;
  const { recurrence, grace } = entry.definition;
  const from = Math.max(entry.since, entry.lastTick ?? 0, handled);
  const watched = Math.max(from, Math.min(watchedSince, now), now - grace - 1);
  const missed = lastTick(recurrence, from, watched);
  const seen = ticksBetween(recurrence, watched, now);
  return [...(missed === undefined ? [] : [missed]), ...seen].map((tick) => ({
    tick,
    missed: now - tick > grace,
  }));
}

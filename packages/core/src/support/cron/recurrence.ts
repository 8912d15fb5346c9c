import { cronParser, type CronExpression } from './cron-expression';
import { offsetAt } from './time-zone';

/** When something recurs: by cron, or at every multiple of a number of milliseconds since 1970. */
export type Recurrence = CronExpression | { readonly every: number };

/** No change of the clocks moves them by more. */
const LONGEST_CHANGE = 3 * 3_600_000;

/** The times after `after`, in milliseconds since the epoch. Ends where cron has no further one. */
export function* ticksAfter(recurrence: Recurrence, after: number): Generator<number, void> {
  if ('every' in recurrence) return yield* multiplesAfter(recurrence.every, after);
  const { fields, zone } = recurrence;
  const currentDate = new Date(startFor(zone, after));
  const times = cronParser().parse(fields, { tz: zone, currentDate });
  for (;;) {
    const time = nextOf(times);
    if (time === undefined) return;
    if (time > after) yield time;
  }
}

/** Undefined when there is none. */
export function nextTick(recurrence: Recurrence, after: number): number | undefined {
  return ticksAfter(recurrence, after).next().value ?? undefined;
}

/** The times after `after` up to and including `until`. */
export function ticksBetween(recurrence: Recurrence, after: number, until: number): number[] {
  const ticks: number[] = [];
  for (const tick of ticksAfter(recurrence, after)) {
    if (tick > until) break;
    ticks.push(tick);
  }
  return ticks;
}

const MINUTE = 60_000;

/**
 * The last time after `after` up to and including `until`. Looks for it near `until` first: cron
 * only reads forwards, and a long outage has many.
 */
export function lastTick(recurrence: Recurrence, after: number, until: number): number | undefined {
  for (let span = MINUTE; ; span *= 60) {
    const from = Math.max(after, until - span);
    const last = ticksBetween(recurrence, from, until).at(-1);
    if (last !== undefined || from === after) return last;
  }
}

function* multiplesAfter(every: number, after: number): Generator<number, void> {
  for (let tick = (Math.floor(after / every) + 1) * every; ; tick += every) yield tick;
}

/**
 * Asked in the hours after a change of the clocks, cron-parser answers otherwise than before it: an
 * hour that came twice fires twice, one that was left out not at all. Read from before the change,
 * every process finds the same times, whenever it started.
 */
function startFor(zone: string, after: number): number {
  if (zone === 'UTC') return after;
  const before = after - LONGEST_CHANGE;
  return offsetAt(zone, before) === offsetAt(zone, after) ? after : before;
}

function nextOf(times: { next(): { getTime(): number } }): number | undefined {
  try {
    return times.next().getTime();
  } catch {
    return undefined;
  }
}

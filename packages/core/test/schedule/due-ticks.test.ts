import fc from 'fast-check';
import type { StoredEntry } from '../../src/adapters/schedule-store';
import { dueTicks } from '../../src/schedule/due-ticks';
import type { Recurrence } from '../../src/support/cron/recurrence';

function entry(
  recurrence: Recurrence,
  {
    since = 0,
    lastTick,
    grace = 60_000,
  }: { since?: number; lastTick?: number; grace?: number } = {},
): StoredEntry {
  return {
    name: 'a',
    revision: 'one',
    source: 'file',
    status: 'enabled',
    since,
    open: [],
    ...(lastTick !== undefined && { lastTick }),
    definition: {
      ...{ job: 'A', recurrence, args: [], dateAsArgument: false },
      ...{ jitter: 0, overlap: 'allow', grace },
    },
  };
}

const EACH_SECOND = { every: 1000 };
const EACH_HOUR = { every: 3_600_000 };
const HOUR = 3_600_000;

test('a tick is due at its time and not before', () => {
  const view = { now: 9999, watchedSince: 0, handled: 9000 };
  expect(dueTicks(entry(EACH_SECOND), view)).toEqual([]);
  expect(dueTicks(entry(EACH_SECOND), { ...view, now: 10_000 })).toEqual([
    { tick: 10_000, missed: false },
  ]);
});

test('an entry that was just made has no tick from before', () => {
  const view = { now: 10_500, watchedSince: 10_500 };
  expect(dueTicks(entry(EACH_SECOND, { since: 10_500 }), view)).toEqual([]);
  expect(dueTicks(entry(EACH_SECOND, { since: 10_000 }), { now: 10_000, watchedSince: 0 })).toEqual(
    [],
  );
});

test('every tick that fell due while this process watched is run, however late it looks', () => {
  const view = { now: 13_200, watchedSince: 5000, handled: 9000 };
  expect(dueTicks(entry(EACH_SECOND), view).map(({ tick }) => tick)).toEqual([
    10_000, 11_000, 12_000, 13_000,
  ]);
});

test('of the ticks nobody was there for, the last is made up within the grace', () => {
  const now = 10 * HOUR + 30_000;
  const view = { now, watchedSince: now };
  expect(dueTicks(entry(EACH_HOUR, { lastTick: 7 * HOUR }), view)).toEqual([
    { tick: 10 * HOUR, missed: false },
  ]);
});

test('and is told of as missed beyond it', () => {
  const now = 10 * HOUR + 90_000;
  const view = { now, watchedSince: now };
  expect(dueTicks(entry(EACH_HOUR, { lastTick: 7 * HOUR }), view)).toEqual([
    { tick: 10 * HOUR, missed: true },
  ]);
  expect(dueTicks(entry(EACH_HOUR, { lastTick: 10 * HOUR }), view)).toEqual([]);
});

test('a process that slept for hours does not make them all up', () => {
  const now = 3 * HOUR;
  const due = dueTicks(entry(EACH_SECOND, { grace: 10_000 }), {
    now,
    watchedSince: 0,
    handled: 1000,
  });
  expect(due.filter(({ missed }) => missed)).toHaveLength(1);
  expect(due.filter(({ missed }) => !missed)).toHaveLength(11);
});

test('however a process looks, no tick comes twice and none within its watch is left out', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1000, max: 9000 }), (pauses, every) => {
      let now = 1_000_000;
      let handled: number | undefined;
      const watchedSince = now;
      const seen: number[] = [];
      for (const pause of pauses) {
        now += pause;
        for (const { tick } of dueTicks(entry({ every }, { since: watchedSince }), {
          now,
          watchedSince,
          handled,
        })) {
          seen.push(tick);
          handled = tick;
        }
      }
      const first = (Math.floor(watchedSince / every) + 1) * every;
      const all = Array.from(
        { length: Math.max(0, Math.floor((now - first) / every) + 1) },
        (_, index) => first + index * every,
      );
      expect(seen).toEqual(all);
    }),
  );
});

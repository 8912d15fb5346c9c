import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseCron } from '../../../src/support/cron/cron-expression';
import { inWords } from '../../../src/support/cron/cron-words';
import {
  lastTick,
  nextTick,
  ticksAfter,
  ticksBetween,
  type Recurrence,
} from '../../../src/support/cron/recurrence';

const at = (iso: string) => Date.parse(iso);
const iso = (time: number | undefined) => (time === undefined ? '-' : new Date(time).toISOString());

function cron(text: string): Recurrence {
  const parsed = parseCron(text);
  if ('problem' in parsed) throw new Error(parsed.problem.expected);
  return parsed.cron;
}

function next(text: string, from: string, count: number): string[] {
  const ticks: string[] = [];
  for (const tick of ticksAfter(cron(text), at(from))) {
    ticks.push(iso(tick));
    if (ticks.length === count) break;
  }
  return ticks;
}

interface Oracle {
  start: string;
  chatwoot: Record<string, { cron: string; nextUtc: string[] }>;
}

const oracle = JSON.parse(
  readFileSync(
    path.join(__dirname, '../../fixtures/config-files/chatwoot_cron_oracle.json'),
    'utf8',
  ),
) as Oracle;

test.each(Object.entries(oracle.chatwoot))('%s fires when the oracle says', (_, entry) => {
  expect(next(entry.cron, oracle.start, entry.nextUtc.length)).toEqual(entry.nextUtc);
});

test('a time that the change of the clocks leaves out fires once, an hour later by the clock', () => {
  expect(next('30 2 * * * Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
    '2026-03-28T01:30:00.000Z',
    '2026-03-29T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
});

test('a time that comes twice fires once, the first time', () => {
  expect(next('30 2 * * * Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ]);
});

test('what fires every hour goes on firing every hour through both changes', () => {
  expect(
    ticksBetween(
      cron('0 * * * * Europe/Berlin'),
      at('2026-10-24T22:00:00Z'),
      at('2026-10-25T04:00:00Z'),
    ),
  ).toHaveLength(6);
  expect(
    ticksBetween(
      cron('0 * * * * Europe/Berlin'),
      at('2026-03-28T22:00:00Z'),
      at('2026-03-29T04:00:00Z'),
    ),
  ).toHaveLength(6);
});

test.each([
  ['30 2 * * * Europe/Berlin', '2026-03-29T00:00:00Z'],
  ['30 2 * * * Europe/Berlin', '2026-10-24T23:00:00Z'],
  ['15 1 * * * America/New_York', '2026-11-01T04:00:00Z'],
  ['0 */2 * * * America/New_York', '2026-03-08T03:00:00Z'],
  ['0,30 1 * * * Australia/Lord_Howe', '2026-04-04T13:00:00Z'],
])('a process that starts during a change of the clocks finds the same times: %s', (text, from) => {
  const start = at(from);
  const end = start + 40 * 3_600_000;
  const all = ticksBetween(cron(text), start, end);
  for (let asked = start; asked < start + 5 * 3_600_000; asked += 10 * 60_000) {
    const seen = ticksBetween(cron(text), asked, end);
    expect({ asked: iso(asked), seen }).toEqual({
      asked: iso(asked),
      seen: all.filter((tick) => tick > asked),
    });
  }
});

test('an interval counts from the epoch, so that every process means the same times', () => {
  expect(nextTick({ every: 3000 }, 10_000)).toBe(12_000);
  expect(nextTick({ every: 3000 }, 12_000)).toBe(15_000);
  expect(lastTick({ every: 3000 }, 0, 14_999)).toBe(12_000);
});

test('a time in the past is found, however long the outage was', () => {
  expect(
    iso(lastTick(cron('0 2 * * *'), at('2026-01-01T02:00:00Z'), at('2026-03-01T01:59:59Z'))),
  ).toBe('2026-02-28T02:00:00.000Z');
  expect(lastTick(cron('0 2 * * *'), at('2026-01-01T02:00:00Z'), at('2026-01-02T01:59:59Z'))).toBe(
    undefined,
  );
});

test('a day that no year has ends the times', () => {
  expect(nextTick(cron('0 0 29 2 *'), at('2026-01-01T00:00:00Z'))).toBe(at('2028-02-29T00:00:00Z'));
});

test('the last time before a moment is the one whose next time lies after it', () => {
  const texts = fc.constantFrom(
    '* * * * *',
    '*/7 3-5 * * *',
    '0 2 * * 1 Europe/Berlin',
    '30 1 * * * America/New_York',
    '15,45 * 1 * *',
  );
  const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') });
  fc.assert(
    fc.property(texts, moment, (text, until) => {
      const recurrence = cron(text);
      const last = lastTick(recurrence, until - 90 * 86_400_000, until);
      expect(last).toBeLessThanOrEqual(until);
      expect(nextTick(recurrence, last ?? 0)).toBeGreaterThan(until);
    }),
    { numRuns: 50 },
  );
});

test.each([
  [cron('*/5 * * * *'), 'Every 5 minutes'],
  [cron('0 2 * * * Europe/Berlin'), 'At 02:00 (Europe/Berlin)'],
  [{ every: 90_000 }, 'Every 90 seconds'],
  [{ every: 3_600_000 }, 'Every hour'],
])('a recurrence is put into words: %j', (recurrence, words) => {
  expect(inWords(recurrence)).toBe(words);
});

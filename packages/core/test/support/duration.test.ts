import fc from 'fast-check';
import { parseDuration } from '../../src/support/duration';

test.each([
  [1500, 1500],
  [0, 0],
  ['250ms', 250],
  ['30 seconds', 30_000],
  ['1 second', 1000],
  ['5m', 300_000],
  ['1.5 hours', 5_400_000],
  ['2 days', 172_800_000],
  ['1 week', 604_800_000],
  ['-5m', -300_000],
])('%p is %p milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  'soon',
  '',
  '5',
  '5 fortnights',
  '5  minutes',
  'm5',
  NaN,
  Infinity,
  null,
  undefined,
  {},
  [5],
  '5 constructor',
])('%p is no duration', (value) => {
  expect(parseDuration(value)).toBeUndefined();
});

test('any amount of any unit is the amount times the unit', () => {
  const unit = fc.constantFrom(
    ['ms', 1] as const,
    ['seconds', 1000] as const,
    ['h', 3_600_000] as const,
  );
  fc.assert(
    fc.property(fc.nat(10_000), unit, fc.boolean(), (amount, [name, factor], spaced) => {
      expect(parseDuration(`${amount}${spaced ? ' ' : ''}${name}`)).toBe(amount * factor);
    }),
  );
});

import fc from 'fast-check';
import { checkWait, computeWait, type Wait } from '../../src/options/backoff';
import { InvalidOptionsError } from '../../src/options/invalid-options-error';

const error = new Error('boom');

function waits(wait: Wait, { jitter = 0, random = 0 } = {}): number[] {
  return [1, 2, 3, 4].map((failures) =>
    computeWait(wait, { failures, error, jitter, random: () => random }),
  );
}

test('a duration waits the same each time', () => {
  expect(waits('3 seconds')).toEqual([3000, 3000, 3000, 3000]);
});

test('polynomiallyLonger waits n⁴ + 2 seconds', () => {
  expect(waits('polynomiallyLonger')).toEqual([3000, 18_000, 83_000, 258_000]);
});

test('jitter multiplies n⁴ and never the two seconds beside it', () => {
  expect(waits('polynomiallyLonger', { jitter: 4, random: 1 })).toEqual([
    7000, 82_000, 407_000, 1_282_000,
  ]);
});

test('exponentially waits 2ⁿ seconds', () => {
  expect(waits('exponentially')).toEqual([2000, 4000, 8000, 16_000]);
});

test('a function is asked with the count and the error, and gets no jitter', () => {
  const asked: unknown[][] = [];
  const wait = (...args: unknown[]) => {
    asked.push(args);
    return 10;
  };
  expect(waits(wait, { jitter: 9, random: 1 })).toEqual([10, 10, 10, 10]);
  expect(asked[2]).toEqual([3, error]);
});

test('a function may return a duration as a text', () => {
  expect(waits(() => '2 minutes')).toEqual([120_000, 120_000, 120_000, 120_000]);
});

test.each([NaN, 'soon', undefined, null])('a function that returns %p is refused', (returned) => {
  expect(() => waits(() => returned as never)).toThrow(InvalidOptionsError);
});

test.each(['soon', -1, NaN, null, undefined, {}, '-5 minutes'])('%p is no wait', (wait) => {
  expect(() => checkWait('@RetryOn wait', wait)).toThrow(
    /@RetryOn wait: expected milliseconds as a number/,
  );
});

test('jitter adds to a duration at most its share, and a wait is never negative', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (wait, jitter, random) => {
        const actual = computeWait(wait, { failures: 1, error, jitter, random: () => random });
        expect(actual).toBeGreaterThanOrEqual(0);
        expect(actual).toBeLessThanOrEqual(wait + wait * Math.max(0, jitter));
      },
    ),
  );
});

import { checkPriority, checkQueueName, checkSetOptions, dueAt } from '../../src/options/placement';
import { InvalidOptionsError } from '../../src/options/invalid-options-error';

const clock = { now: () => Date.UTC(2026, 2, 17, 8), random: () => 0 };

test('wait counts from now, in milliseconds or as a text', () => {
  expect(dueAt({ wait: 1500 }, clock)).toBe(clock.now() + 1500);
  expect(dueAt({ wait: '30 minutes' }, clock)).toBe(Date.UTC(2026, 2, 17, 8, 30));
});

test('a wait of zero is a time, no wait is none', () => {
  expect(dueAt({ wait: 0 }, clock)).toBe(clock.now());
  expect(dueAt({}, clock)).toBeUndefined();
});

test('waitUntil is a Date or milliseconds since the epoch', () => {
  expect(dueAt({ waitUntil: new Date(42) }, clock)).toBe(42);
  expect(dueAt({ waitUntil: 42 }, clock)).toBe(42);
});

test.each([
  [{ wait: 1, waitUntil: new Date() }, /either 'wait' or 'waitUntil'/],
  [{ wait: NaN }, /set\(\) wait/],
  [{ wait: 'soon' }, /set\(\) wait/],
  [{ waitUntil: new Date(NaN) }, /set\(\) waitUntil/],
  [{ waitUntil: 'tomorrow' }, /set\(\) waitUntil/],
  [{ queue: '' }, /set\(\) queue/],
  [{ queue: 'a:b' }, /no ':'/],
  [{ priority: -1 }, /set\(\) priority/],
  [{ priority: 1.5 }, /set\(\) priority/],
  [{ priority: 2_097_152 }, /0 to 2097151/],
  [{ wiat: 5 }, /only the options wait, waitUntil, queue, priority/],
  [null, /an options object/],
])('set(%p) is refused', (options, message) => {
  expect(() => checkSetOptions(options as never)).toThrow(InvalidOptionsError);
  expect(() => checkSetOptions(options as never)).toThrow(message);
});

test('zero is a priority, and so is the largest', () => {
  expect(checkPriority('x', 0)).toBe(0);
  expect(checkPriority('x', 2_097_151)).toBe(2_097_151);
  expect(checkQueueName('x', 'low')).toBe('low');
});

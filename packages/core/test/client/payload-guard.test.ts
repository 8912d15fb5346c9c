import { PayloadGuard } from '../../src/client/payload-guard';
import { PayloadTooLargeError } from '../../src/client/payload-too-large-error';
import { EventBus } from '../../src/events/event-bus';
import type { JsonValue } from '../../src/support/json';

/** What is stored of a job with these arguments, and the size of that without any. */
const stored = (...args: JsonValue[]) => ({ drover: 1, args });
const EMPTY = JSON.stringify(stored()).length;

function guarded() {
  const events = new EventBus(() => {});
  const warned: string[] = [];
  events.on('payloadLarge', ({ name, bytes }) => void warned.push(`${name} ${bytes}`));
  return { warned, guard: new PayloadGuard({ warnAbove: EMPTY + 8, limit: EMPTY + 18 }, events) };
}

test('small arguments pass in silence', () => {
  const { guard, warned } = guarded();
  guard.check('SmallJob', stored('ab'));
  expect(warned).toEqual([]);
});

test('large arguments are warned of once per class', () => {
  const { guard, warned } = guarded();
  for (const name of ['LargeJob', 'LargeJob', 'OtherJob']) guard.check(name, stored('123456789'));
  expect(warned).toEqual([`LargeJob ${EMPTY + 11}`, `OtherJob ${EMPTY + 11}`]);
});

test('arguments over the limit are refused; bytes are counted, not characters', () => {
  const { guard } = guarded();
  expect(() => guard.check('HugeJob', stored('ééééééééé'))).toThrow(PayloadTooLargeError);
  expect(() => guard.check('HugeJob', stored('ééééééééé'))).toThrow(
    `HugeJob: expected arguments, attributes and contexts of at most ${EMPTY + 18} bytes, got ${EMPTY + 20}.`,
  );
});

test('the size is right wherever the bytes are: in items, in keys, in escapes', () => {
  const { guard, warned } = guarded();
  for (const args of [[[1, [2, [3, 4]]]], [{ 'a long key': 1 }], ['\u0001\u0002']]) {
    warned.length = 0;
    const bytes = Buffer.byteLength(JSON.stringify(stored(...args)));
    guard.check(`Job${bytes}`, stored(...args));
    expect(warned).toEqual(bytes > EMPTY + 8 ? [`Job${bytes} ${bytes}`] : []);
  }
});

test('what else travels with the arguments counts as they do', () => {
  const { guard } = guarded();
  const text = '12345678901234567890';
  for (const more of [{ attributes: { text } }, { context: { user: { text } } }])
    expect(() => guard.check('HugeJob', { ...stored(), ...more })).toThrow(PayloadTooLargeError);
});

import { PayloadGuard } from '../../src/client/payload-guard';
import { PayloadTooLargeError } from '../../src/client/payload-too-large-error';
import { EventBus } from '../../src/events/event-bus';

function guarded() {
  const events = new EventBus(() => {});
  const warned: string[] = [];
  events.on('payloadLarge', ({ name, bytes }) => void warned.push(`${name} ${bytes}`));
  return { warned, guard: new PayloadGuard({ warnAbove: 10, limit: 20 }, events) };
}

test('small arguments pass in silence', () => {
  const { guard, warned } = guarded();
  guard.check('SmallJob', ['ab']);
  expect(warned).toEqual([]);
});

test('large arguments are warned of once per class', () => {
  const { guard, warned } = guarded();
  for (const name of ['LargeJob', 'LargeJob', 'OtherJob']) guard.check(name, ['123456789']);
  expect(warned).toEqual(['LargeJob 13', 'OtherJob 13']);
});

test('arguments over the limit are refused; bytes are counted, not characters', () => {
  const { guard } = guarded();
  expect(() => guard.check('HugeJob', ['ééééééééé'])).toThrow(PayloadTooLargeError);
  expect(() => guard.check('HugeJob', ['ééééééééé'])).toThrow(
    /HugeJob: expected arguments of at most 20 bytes, got 22/,
  );
});

test('the size is right wherever the bytes are: in items, in keys, in escapes', () => {
  const { guard, warned } = guarded();
  for (const args of [[[1, [2, [3, 4]]]], [{ 'a long key': 1 }], ['\u0001\u0002']]) {
    warned.length = 0;
    const bytes = Buffer.byteLength(JSON.stringify(args));
    guard.check(`Job${bytes}`, args);
    expect(warned).toEqual(bytes > 10 ? [`Job${bytes} ${bytes}`] : []);
  }
});

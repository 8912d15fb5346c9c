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

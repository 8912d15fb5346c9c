import { FakeClock } from '../src/store/fake-clock';

const NEW_YEAR = Date.UTC(2026, 0, 1);

test('stands still at a fixed time, whatever the real time', () => {
  const clock = new FakeClock();
  expect(clock.now()).toBe(NEW_YEAR);
});

test('starts where it is told to', () => {
  expect(new FakeClock({ now: new Date(NEW_YEAR + 5) }).now()).toBe(NEW_YEAR + 5);
  expect(new FakeClock({ now: 1000 }).now()).toBe(1000);
});

test('moves only when it is moved, forward and back', () => {
  const clock = new FakeClock();
  clock.advance(1500);
  expect(clock.now()).toBe(NEW_YEAR + 1500);
  clock.travelTo(new Date(NEW_YEAR - 1));
  expect(clock.now()).toBe(NEW_YEAR - 1);
});

test('has no chance in it unless a test brings some', () => {
  expect(new FakeClock().random()).toBe(0);
  expect(new FakeClock({ random: () => 0.5 }).random()).toBe(0.5);
});

test.each([NaN, Infinity, new Date('nonsense')])('refuses %s as a time', (time) => {
  expect(() => new FakeClock().travelTo(time)).toThrow(
    expect.objectContaining({ code: 'DROVER_INVALID_OPTIONS' }),
  );
});

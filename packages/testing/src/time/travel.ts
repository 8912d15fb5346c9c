import { DURATION_FORMS, InvalidOptionsError, parseDuration, type Duration } from '@drover/core';
import { currentFake } from '../mode/current-fake';
import type { FakeClock } from '../store/fake-clock';
import { isShown, showOnDate, showRealDate } from './shown-date';

/**
 * Stops the time: `Date` shows the clock of the fake queues, which stands still. Until the queues
 * are disposed of; or, with a function, while it runs.
 *
 * @throws NoFakeError
 */
export function freezeTime(): void;
export function freezeTime<T>(fn: () => T | Promise<T>): Promise<T>;
export function freezeTime<T>(fn?: () => T | Promise<T>): void | Promise<T> {
  const { clock } = currentFake('freezeTime()');
  return at(clock, clock.now(), fn);
}

/**
 * Moves to a time, forward or back, and stops there; jobs that are due by then do not run by
 * themselves. With a function: while it runs.
 *
 * @throws InvalidOptionsError, NoFakeError
 */
export function travelTo(time: Date | number): void;
export function travelTo<T>(time: Date | number, fn: () => T | Promise<T>): Promise<T>;
export function travelTo<T>(time: Date | number, fn?: () => T | Promise<T>): void | Promise<T> {
  return at(currentFake('travelTo()').clock, time, fn);
}

/** As {@link travelTo}, by so long: `travel('1 hour')`. */
export function travel(duration: Duration): void;
export function travel<T>(duration: Duration, fn: () => T | Promise<T>): Promise<T>;
export function travel<T>(duration: Duration, fn?: () => T | Promise<T>): void | Promise<T> {
  const { clock } = currentFake('travel()');
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined)
    throw new InvalidOptionsError('travel()', DURATION_FORMS, duration);
  return at(clock, clock.now() + milliseconds, fn);
}

function at<T>(
  clock: FakeClock,
  time: Date | number,
  fn?: () => T | Promise<T>,
): void | Promise<T> {
  const before = { now: clock.now(), shown: isShown(clock) };
  clock.travelTo(time);
  showOnDate(clock);
  return fn && andBack(clock, before, fn);
}

async function andBack<T>(
  clock: FakeClock,
  { now, shown }: { readonly now: number; readonly shown: boolean },
  fn: () => T | Promise<T>,
): Promise<T> {
  try {
    return await fn();
  } finally {
    clock.travelTo(now);
    if (!shown) showRealDate(clock);
  }
}

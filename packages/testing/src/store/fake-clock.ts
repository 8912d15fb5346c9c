import { InvalidOptionsError, type Clock } from '@drover/core';
import { fakeTimers } from '../time/fake-timers';

/** Where a fake clock stands, and what chance it deals. */
export interface FakeClockOptions {
  /** Where the clock stands at first. */
  readonly now?: Date | number;
  /** Chance, for jitter. Default always 0, so that waits are exact. */
  readonly random?: () => number;
}

/**
 * A clock that stands still until a test moves it. While a test runner fakes `Date`, the two are
 * one: either moves both.
 */
export class FakeClock implements Clock {
  #now: number;
  readonly #random: () => number;

  /** `now` is 2026-01-01T00:00:00Z by default. */
  constructor({ now = Date.UTC(2026, 0, 1), random = () => 0 }: FakeClockOptions = {}) {
    this.#now = moment('FakeClock now', now);
    this.#random = random;
  }

  now(): number {
    return fakeTimers()?.now ?? this.#now;
  }

  random(): number {
    return this.#random();
  }

  /** Whoever waits on this clock moves it on. */
  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }

  /** Moves on by so many milliseconds. */
  advance(milliseconds: number): void {
    this.travelTo(this.now() + milliseconds);
  }

  /** Moves to a time, forward or back. */
  travelTo(time: Date | number): void {
    this.#now = moment('FakeClock travelTo()', time);
    fakeTimers()?.setSystemTime(this.#now);
  }
}

function moment(where: string, time: Date | number): number {
  const milliseconds = Number(time);
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new InvalidOptionsError(where, 'a valid Date, or milliseconds since the epoch', time);
}

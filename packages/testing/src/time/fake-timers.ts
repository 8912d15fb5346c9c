/** The clock of @sinonjs/fake-timers, on which the fake timers of Jest and Vitest are built. */
export interface FakeTimers {
  readonly now: number;
  setSystemTime(time: number): void;
}

/** Those in force, when they fake `Date`. */
export function fakeTimers(): FakeTimers | undefined {
  const { clock } = globalThis.Date as { clock?: Partial<FakeTimers> };
  return typeof clock?.setSystemTime === 'function' ? (clock as FakeTimers) : undefined;
}

import { currentMode } from '../mode/scope';
import type { FakeClock } from '../store/fake-clock';
import { fakeTimers } from './fake-timers';

const shown = new Set<FakeClock>();
let real: DateConstructor | undefined;

/** Has `Date` show the time of this clock wherever its queues are in force. */
export function showOnDate(clock: FakeClock): void {
  if (fakeTimers()) return;
  shown.add(clock);
  if (real) return;
  real = globalThis.Date;
  globalThis.Date = datesOf(real);
}

/** Idempotent. */
export function showRealDate(clock: FakeClock): void {
  shown.delete(clock);
  if (!real || shown.size > 0) return;
  globalThis.Date = real;
  real = undefined;
}

export function isShown(clock: FakeClock): boolean {
  return shown.has(clock);
}

/** A proxy, so that every Date is still an instance of it. */
function datesOf(dates: DateConstructor): DateConstructor {
  const now = () => {
    const clock = currentMode()?.fake?.clock;
    return clock && shown.has(clock) ? clock.now() : dates.now();
  };
  return new Proxy(dates, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget) as Date,
    apply: () => new dates(now()).toString(),
    get: (target, key) => (key === 'now' ? now : (Reflect.get(target, key) as unknown)),
  });
}

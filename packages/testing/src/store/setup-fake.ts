import { configure, generateKey, type Application, type DroverOptions } from '@drover/core';
import { FakeAdapter } from './fake-adapter';
import { FakeClock, type FakeClockOptions } from './fake-clock';

/** What `configure()` takes, but for the store and the clock, which are fake. */
export interface FakeOptions
  extends Omit<DroverOptions, 'store' | 'adapter' | 'clock'>, FakeClockOptions {}

/** A fake store under a fake clock, in place as the application of this process. */
export interface Fake {
  readonly app: Application;
  readonly adapter: FakeAdapter;
  readonly clock: FakeClock;
  /** See {@link FakeAdapter.drain}. */
  drain(): Promise<void>;
  /** Runs each job that is due now, once. Its retries, and the jobs it enqueues, wait. */
  performEnqueuedJobs(): Promise<void>;
}

/**
 * Sets this process up for tests, as `configure()` would, with a fake store that is run by hand; call it
 * again for a clean store. The expectations and helpers of this package do not look into it: they are
 * for `setupDrover()` and {@link fakeQueues}, which leave what was configured in its place.
 *
 * @example
 * ```ts
 * const { adapter, drain } = setupFake({ jobs: [WelcomeJob] });
 * await WelcomeJob.performLater('42');
 * await drain();
 * expect(adapter.failed).toEqual([]);
 * ```
 */
export function setupFake({ now, random, ...options }: FakeOptions = {}): Fake {
  const clock = new FakeClock({ ...(now !== undefined && { now }), ...(random && { random }) });
  const adapter = new FakeAdapter(clock);
  const encryption = { keys: [generateKey()] };
  const app = configure({ encryption, ...options, adapter, clock });
  return {
    app,
    adapter,
    clock,
    drain: () => adapter.drain(),
    performEnqueuedJobs: async () =>
      void (await adapter.run({ until: clock.now(), recursive: false })),
  };
}

export { setupFake } from './setup-fake';
export type { Fake, FakeOptions } from './setup-fake';
export { FakeAdapter } from './fake-adapter';
export type { CompletedJob, DiscardedJob, EnqueuedJob, FailedJob } from './fake-jobs';
export { FakeClock } from './fake-clock';
export type { FakeClockOptions } from './fake-clock';
export { EndlessDrainError } from './endless-drain-error';

// Queues for tests
export { fakeQueues, realQueues } from './mode/fake-queues';
export type { FakeQueues, FakeQueuesOptions, QueueMode } from './mode/fake-queues';
export type { RecordedJob } from './jobs/recorded-job';

// What was enqueued, and what ran
export {
  expectEnqueued,
  expectNotEnqueued,
  expectNothingEnqueued,
  expectNotPerformed,
  expectPerformed,
} from './expectations/expect-jobs';
export type { Expectation, ExpectedArguments } from './expectations/expectation';
export type { AsymmetricMatcher, Matching, TimeOptions } from './expectations/criteria';
export type { Criteria } from './expectations/matching-criteria';
export type { Deferred } from './expectations/deferred';
export type { Target } from './expectations/subject';
export type { JobChoice, JobFilter } from './jobs/job-filter';

// Running jobs
export { drain, performEnqueuedJobs } from './performing/perform-enqueued-jobs';
export type { PerformOptions, PerformReport } from './performing/perform-options';
export { interruptJobAfterStep, interruptJobDuringStep } from './performing/interrupt-job';
export type { InterruptDuringOptions, InterruptOptions } from './performing/interrupt-job';
export { performJob } from './performing/perform-job';
export type { PerformJobOptions } from './performing/perform-job';
export type { ErrorMatch, ExpectedRetry, JobRun } from './performing/job-run';

// Time
export { freezeTime, travel, travelTo } from './time/travel';

// The schedule
export { expectScheduled, tick } from './schedule/expect-scheduled';
export type { EntryExpectation } from './schedule/entry-expectation';

// What a class compiles to
export { expectCompiled } from './compiled/expect-compiled';
export type { CompiledExpectation, CompiledJob } from './compiled/expect-compiled';

// On a real store
export { waitForJob } from './integration/wait-for-job';
export type { WaitForJobOptions } from './integration/wait-for-job';
export { testRedis } from './integration/test-redis';
export type { TestRedis, TestRedisOptions } from './integration/test-redis';

// The parts
export { setupFake } from './store/setup-fake';
export type { Fake, FakeOptions } from './store/setup-fake';
export { FakeAdapter } from './store/fake-adapter';
export type { FakeAdapterOptions } from './store/fake-adapter';
export type { CompletedJob, DiscardedJob, EnqueuedJob, FailedJob } from './store/fake-jobs';
export { FakeClock } from './store/fake-clock';
export type { FakeClockOptions } from './store/fake-clock';

// Errors
export { EndlessDrainError } from './store/endless-drain-error';
export { ExpectationError } from './expectations/expectation-error';
export { NoFakeError } from './mode/no-fake-error';

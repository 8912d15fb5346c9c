// The application
export { close, configure, currentApplication, startWorker } from './drover';
export type { Application } from './application';
export type { WorkOptions } from './workplace';
export type { MetricsCollector, MetricsPage } from './worker/health/metrics-page';
export type { DroverOptions } from './drover-options';
export type { JobFactory } from './execution/instances';

// Jobs
export { Job } from './job/job';
export type { JobClass } from './job/job';
export type { PerformArguments, PerformResult } from './job/performable';
export type { ConfiguredJob } from './job/configured-job';
export type { RetryRequest } from './job/job-state';
export type { JobLogger } from './job/job-logger';
export type { JobHandle, ResultOptions } from './job/status/job-handle';
export type { BatchStatus } from './job/status/batch-status';
export type { JobStatus, StepsStatus } from './job/status/job-status';
export type { Step } from './job/steps/step';
export type { StepOptions } from './job/steps/steps';
export {
  CheckpointError,
  CursorTooLargeError,
  InvalidStepError,
  ResumeLimitError,
  UnadvanceableCursorError,
} from './job/steps/continuation-errors';
export type { CancelAnswer } from './job/status/cancel-job';
export type { PlainLogger } from './subscribers/plain-logger';
export { enqueueAfterCommit } from './job/transactions/enqueue-after-commit';
export { withTransaction } from './job/transactions/with-transaction';
export type { TransactionClient } from './options/transaction';
export type { AfterCommit } from './job/runtime';
export { performAllLater } from './job/perform-all-later';
export { performChainLater } from './job/batches/perform-chain-later';
export type {
  ClientMiddleware,
  MiddlewareChain,
  MiddlewareSetting,
  WorkerMiddleware,
} from './job/middleware';
export { halt } from './job/halt';
export { argumentsSchemaOf } from './job/arguments-schema';
export type { StandardSchema } from './options/standard-schema';
export type { Lock } from './locks/locks';
export type { LockOptions } from './locks/lock-options';
export { snooze } from './job/snooze';
export { ambient, withAmbient } from './support/ambient';
export type { Ambient } from './support/scope';
export { attribute, defineContext } from './options/context';
export type { Context, ContextAttribute, ContextReference } from './options/context';

// Decorators
export { QueueAs } from './decorators/queue-as';
export { QueueWithPriority } from './decorators/queue-with-priority';
export { RetryOn } from './decorators/retry-on';
export type { RetryOptions } from './decorators/retry-on';
export { DiscardOn } from './decorators/discard-on';
export type { DiscardOptions } from './decorators/discard-on';
export { Sandboxed } from './decorators/sandboxed';
export { Timeout } from './decorators/timeout';
export { Debounce } from './decorators/debounce';
export type { DebounceOptions } from './decorators/debounce';
export { Unique } from './decorators/unique';
export type { UniqueConflicts, UniqueOptions } from './decorators/unique';
export { LimitConcurrency } from './decorators/limit-concurrency';
export type { LimitConcurrencyOptions } from './decorators/limit-concurrency';
export type { LimitOptions } from './decorators/limit-options';
export { Throttle } from './decorators/throttle';
export type { ThrottleOptions } from './decorators/throttle';
export { Continuable } from './decorators/continuable';
export type { ContinuableOptions } from './decorators/continuable';
export { Encrypted } from './decorators/encrypted';
export type { ArgumentsDecorator } from './decorators/encrypted';
export { Exclusive } from './decorators/exclusive';
export type { ExclusiveOptions } from './decorators/exclusive';
export { Cron } from './decorators/cron';
export type { CronOptions } from './decorators/cron';
export type { EntryOptions, When } from './options/entry-options';
export { Attribute } from './decorators/attribute';
export type { AttributeDeclaration, JobFieldDecorator } from './decorators/attribute';
export { RescueFrom } from './decorators/rescue-from';
export { JobName } from './decorators/job-name';
export {
  AfterDiscard,
  AfterEnqueue,
  AfterPerform,
  AroundEnqueue,
  AroundPerform,
  BeforeEnqueue,
  BeforePerform,
} from './decorators/callbacks';
export type { JobClassDecorator } from './decorators/class-decorator';
export type { JobMethodDecorator } from './decorators/callbacks';
export type { ErrorHandler } from './decorators/error-handler';

// Options
export type { BuiltJob } from './options/built-job';
export type { SetOptions } from './options/placement';
export type { WhenFailed } from './options/when-failed';
export type { Wait, WaitFunction } from './options/backoff';
export type { KeyFunction } from './options/key-function';
export type { ErrorClass } from './options/error-class';
export type { Duration } from './support/duration';
export type {
  ArgumentPath,
  UniqueBy,
  UniqueConflict,
  UniqueLockName,
  UniqueRunConflict,
} from './options/unique-policy';

// Working
export { Worker } from './worker/worker';
export type { StopOptions } from './worker/worker';
export type { Capsule, CapsuleOptions } from './worker/capsule';
export type { QueueOption } from './worker/queue-shares';
export type { WorkChoices } from './worker/work-settings';

// Operations
export {
  cancel,
  deleteJobs,
  failedJobs,
  findJob,
  jobStatus,
  locks,
  processes,
  queue,
  queues,
  quietProcess,
  releaseLock,
  retryJobs,
  stopProcess,
} from './drover-operations';
export type { Blockade } from './operations/blocked-jobs';
export type { FailedJobFilter, FailedJobSelection } from './operations/failed-job-filter';
export type { QueueInfo } from './operations/operations';
export type { LockFilter, LockInfo } from './operations/held-locks';
export type { QueueHandle } from './operations/queue-handle';

// The schedule
export { schedule } from './drover-operations';
export type { Schedule } from './schedule/schedule';
export type { EntryChanges, NewEntry } from './schedule/entry-changes';
export type { ScheduledEntry } from './schedule/scheduled-entry';
export { ScheduleError } from './schedule/schedule-error';
export type { Recurrence } from './support/cron/recurrence';
export type { CronExpression } from './support/cron/cron-expression';
export { inWords } from './support/cron/cron-words';
export { durationInWords } from './support/duration-words';

// For adapters and test kits
export { buildApplication, overrideApplication } from './drover';
export { prepareEnqueue } from './job/enqueue-job';
export { toBullOptions } from './adapters/bullmq/to-bullmq-options';
export { optionsOf } from './options/job-options';
export { checkKeys } from './options/check-keys';
export { DURATION_FORMS, parseDuration } from './support/duration';
export { parseCron } from './support/cron/cron-expression';
export type { ProcessCommand, ProcessDirectory, ProcessRecord } from './adapters/process-directory';
export type {
  FailedJob,
  FailedPage,
  QueueInspector,
  QueueReport,
  QueueSize,
  RetryReport,
} from './adapters/queue-inspector';
export type {
  HeldLock,
  LockAnswer,
  LockHolder,
  LockLease,
  LockRequest,
  LockStore,
  UniqueLocks,
} from './adapters/lock-store';
export type { BatchRecord, JobDirectory, JobRecord, JobState } from './adapters/job-directory';
export { planInstall, redeclare } from './adapters/plan-install';
export { ENCRYPTED } from './serialization/encryption/sealed-value';
export { generateKey } from './serialization/encryption/encryption-key';
export { redact, redactValue, textsIn } from './support/redaction';
export type {
  ClaimAnswer,
  DeclaredEntry,
  EntryDefinition,
  EntryRun,
  EntrySource,
  EntryStatus,
  InstallReport,
  ScheduleHead,
  ScheduleStore,
  StoredEntry,
  TickClaim,
} from './adapters/schedule-store';
export type { StoreFinding } from './adapters/store-finding';
export type { Consumer, StopReport } from './adapters/consumer';
export type {
  ConsumeOptions,
  EnqueueOptions,
  EnqueueReceipt,
  QueueAdapter,
  QueueShare,
} from './adapters/queue-adapter';
export type {
  Retention,
  RetentionLimit,
  StoredBatch,
  StoredJob,
  UniqueLock,
} from './adapters/stored-job';
export type { Delivery, Perform, StepPosition } from './adapters/delivery';
export type { ConcurrencyLimit, Entry, EntryRequest, StartLimit } from './adapters/entry';
export type { Outcome } from './adapters/outcome';
export type { BatchResults, FailedChild, JobData } from './serialization/job-data';
export type { Serializer } from './serialization/serializer';
export type { JsonValue } from './support/json';
export type { Clock } from './support/clock';
export type {
  JobEvents,
  JobEventName,
  JobSummary,
  StepPlace,
  StepProgress,
} from './events/job-events';

// Errors
export { DroverError } from './support/drover-error';
export { EnqueueError } from './adapters/enqueue-error';
export { TransactionNotSupportedError } from './adapters/transaction-not-supported-error';
export { StoreError } from './adapters/store-error';
export { PayloadTooLargeError } from './client/payload-too-large-error';
export { UniqueConflictError } from './options/unique-conflict-error';
export type { UniqueConflictDetails } from './options/unique-conflict-error';
export { InvalidConfigFileError } from './yaml/invalid-config-file-error';
export type { ConfigProblem } from './yaml/invalid-config-file-error';
export { NoContextError } from './options/context';
export { InvalidOptionsError } from './options/invalid-options-error';
export { InvalidArgumentsError } from './job/invalid-arguments-error';
export type { ArgumentIssue } from './job/invalid-arguments-error';
export { SerializationError } from './serialization/serialization-error';
export { DeserializationError } from './serialization/deserialization-error';
export { DecryptionError } from './serialization/encryption/decryption-error';
export { EncryptionKeyError } from './serialization/encryption/encryption-key-error';
export type { EncryptionKeyErrorCode } from './serialization/encryption/encryption-key-error';
export { RecordNotFoundError } from './serialization/record-not-found-error';
export { UnknownJobDataError } from './serialization/unknown-job-data-error';
export {
  DuplicateJobNameError,
  JobFileError,
  UnknownJobClassError,
} from './registry/registry-errors';
export { UnstableJobNameError } from './options/unstable-job-name-error';
export { LockConflictError, LockLostError } from './locks/lock-errors';
export { JobCrashedError } from './execution/job-crashed-error';
export { UnknownProcessError } from './operations/unknown-process-error';
export { JobFactoryError } from './execution/job-factory-error';
export { UnsupportedOperationError } from './adapters/unsupported-operation-error';
export { JobCancelledError } from './adapters/job-cancelled-error';
export { JobResultError } from './job/status/job-result-error';
export type { JobResultErrorCode } from './job/status/job-result-error';
export { SandboxError } from './execution/sandbox-error';
export { JobTimeoutError } from './execution/job-timeout-error';
export { ThrownValueError } from './support/thrown-value-error';
export { MissingDependencyError } from './support/missing-dependency-error';

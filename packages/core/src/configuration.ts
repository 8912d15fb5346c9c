import type { Logger } from 'pino';
import type { QueueAdapter } from './adapters/queue-adapter';
import type { StoreLocation } from './adapters/bullmq/store';
import type { JobSummary } from './events/job-events';
import type { JobFactory } from './execution/instances';
import type { JobClass } from './job/job';
import type { AfterCommit } from './job/runtime';
import type { ClientMiddleware, MiddlewareChain, WorkerMiddleware } from './job/middleware';
import type { JobDefaults } from './options/job-defaults';
import type { ParameterFilter } from './options/parameter-filter';
import type { KeyRing } from './serialization/encryption/key-ring';
import type { Serializer } from './serialization/serializer';
import type { Clock } from './support/clock';
import type { LogLevel } from './subscribers/make-logger';
import type { PlainLogger } from './subscribers/plain-logger';
import type { Variables } from './yaml/env-expression';
import type { WorkSettings } from './worker/work-settings';
import type { DroverOptions } from './drover-options';

/** Options with every default filled in: checked, frozen. */
export interface Configuration extends WorkSettings {
  /** The options as they were given. */
  readonly given: DroverOptions;
  readonly store: StoreLocation | undefined;
  /** Where `store` was said, for the log. */
  readonly storeFrom: string | undefined;
  readonly production: boolean;
  /** Which section of a configuration file applies. */
  readonly environment: string;
  /** What a configuration file may ask for. */
  readonly variables: Variables;
  readonly namespace: string;
  readonly adapter: QueueAdapter | undefined;
  readonly jobs: readonly (string | JobClass)[];
  /** The schedule file; undefined: the usual one. False: no schedule is run. */
  readonly schedule: string | false | undefined;
  readonly enqueueTimeout: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly defaults: JobDefaults;
  readonly payload: { readonly warnAbove: number; readonly limit: number };
  readonly serializers: readonly Serializer[];
  readonly keys: KeyRing;
  readonly logger: Logger | PlainLogger | undefined;
  readonly logLevel: LogLevel;
  /** Whether the log is JSON on a terminal, too. */
  readonly logJson: boolean;
  readonly logArguments: boolean;
  readonly filter: ParameterFilter;
  readonly verboseEnqueueLogs: boolean;
  readonly clientMiddleware: MiddlewareChain<ClientMiddleware>;
  readonly workerMiddleware: MiddlewareChain<WorkerMiddleware>;
  readonly jobFactory: JobFactory | undefined;
  readonly onClose: (() => unknown) | undefined;
  readonly reportError: ((error: Error, job: JobSummary) => unknown) | undefined;
  readonly telemetry: boolean | undefined;
  readonly afterCommit: AfterCommit | undefined;
  readonly unknownJobs: 'fail' | 'wait';
  readonly traceErrors: boolean;
  readonly clock: Clock;
  /** This process among those of a supervisor, from 1. */
  readonly processNumber: number | undefined;
}

/** What of a configuration another thread can be given. */
export function portableOptions({ defaults, ...config }: Configuration): DroverOptions {
  const { namespace, payload, logLevel, logArguments, given } = config;
  const { queue, queuePrefix, queueDelimiter, priority, retryJitter } = defaults;
  return {
    jobs: [],
    namespace,
    payload,
    logLevel,
    logArguments,
    ...(given.encryption && { encryption: given.encryption }),
    defaultQueue: queue,
    ...(queuePrefix !== undefined && { queuePrefix }),
    queueDelimiter,
    defaultPriority: priority,
    retryJitter,
  };
}

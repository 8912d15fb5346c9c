import type { Logger } from 'pino';
import type { QueueAdapter } from './adapters/queue-adapter';
import type { StoreLocation } from './adapters/bullmq/store';
import type { JobSummary } from './events/job-events';
import type { JobFactory } from './execution/instances';
import type { JobClass } from './job/job';
import type { AfterCommit } from './job/runtime';
import {
  chainOf,
  type ClientMiddleware,
  type MiddlewareChain,
  type WorkerMiddleware,
} from './job/middleware';
import { checkKeys } from './options/check-keys';
import { InvalidOptionsError } from './options/invalid-options-error';
import type { JobDefaults } from './options/job-defaults';
import { oneOf } from './options/one-of';
import { parameterFilter, SENSITIVE_KEYS, type ParameterFilter } from './options/parameter-filter';
import { checkPriority, checkQueueName } from './options/placement';
import type { Serializer } from './serialization/serializer';
import { systemClock, type Clock } from './support/clock';
import { DURATION_FORMS, parseDuration, type Duration } from './support/duration';
import type { LogLevel } from './subscribers/make-logger';
import type { PlainLogger } from './subscribers/plain-logger';
import type { Variables } from './yaml/env-expression';
import { toWorkSettings, type WorkSettings } from './worker/work-settings';
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

/** The variable by which a supervisor numbers its processes. */
export const PROCESS_NUMBER = 'DROVER_PROCESS';

/** The variable by which a supervisor has its processes collect metrics. */
export const COLLECT_METRICS = 'DROVER_METRICS';

/** The variable that asks for a log in JSON, whoever reads it. */
export const LOG_FORMAT = 'LOG_FORMAT';

const KNOWN: readonly (keyof DroverOptions)[] = [
  'store',
  'namespace',
  'adapter',
  'jobs',
  'schedule',
  'queues',
  'capsules',
  'concurrency',
  'timeout',
  'enqueueTimeout',
  'lockDuration',
  'stalledInterval',
  'defaultQueue',
  'queuePrefix',
  'queueDelimiter',
  'defaultPriority',
  'retryJitter',
  'payload',
  'serializers',
  'logger',
  'logLevel',
  'logArguments',
  'filterParameters',
  'verboseEnqueueLogs',
  'clientMiddleware',
  'workerMiddleware',
  'jobFactory',
  'onClose',
  'reportError',
  'telemetry',
  'afterCommit',
  'unknownJobs',
  'traceErrors',
  'clock',
];

/** The only place that reads the environment. @throws InvalidOptionsError */
export function resolveConfiguration(options: DroverOptions, env: Variables): Configuration {
  checkKeys('configure()', options, KNOWN);
  checkKeys('configure() payload', options.payload ?? {}, ['warnAbove', 'limit']);
  return Object.freeze({
    given: options,
    ...resolveStore(options, env),
    ...toWorkSettings('configure()', options),
    production: env['NODE_ENV'] === 'production',
    environment: env['NODE_ENV'] ?? 'development',
    variables: env,
    namespace: options.namespace ?? 'drover',
    adapter: checkAdapter(options.adapter),
    jobs: Object.freeze(checkJobs(options.jobs ?? ['jobs'])),
    schedule: checkSchedule(options.schedule),
    enqueueTimeout: duration('configure() enqueueTimeout', options.enqueueTimeout ?? '5 seconds'),
    lockDuration: atLeastASecond('configure() lockDuration', options.lockDuration ?? '30 seconds'),
    stalledInterval: atLeastASecond(
      'configure() stalledInterval',
      options.stalledInterval ?? '5 seconds',
    ),
    defaults: resolveDefaults(options),
    payload: Object.freeze({
      warnAbove: options.payload?.warnAbove ?? 32_768,
      limit: options.payload?.limit ?? 1_048_576,
    }),
    serializers: Object.freeze([...(options.serializers ?? [])]),
    logger: options.logger,
    logLevel: options.logLevel ?? defaultLevel(env),
    logJson: env[LOG_FORMAT] === 'json',
    logArguments: options.logArguments ?? true,
    filter: parameterFilter(
      'configure() filterParameters',
      options.filterParameters ?? SENSITIVE_KEYS,
    ),
    verboseEnqueueLogs: options.verboseEnqueueLogs ?? false,
    clientMiddleware: chainOf('configure() clientMiddleware', options.clientMiddleware),
    workerMiddleware: chainOf('configure() workerMiddleware', options.workerMiddleware),
    jobFactory: checkFunction('configure() jobFactory', options.jobFactory),
    onClose: checkFunction('configure() onClose', options.onClose),
    reportError: options.reportError,
    telemetry: options.telemetry,
    afterCommit: options.afterCommit,
    unknownJobs: oneOf('configure() unknownJobs', ['fail', 'wait'], options.unknownJobs ?? 'fail'),
    traceErrors: options.traceErrors ?? tracingIsCheap(process.versions.node),
    clock: options.clock ?? systemClock,
    processNumber: processNumber(env),
  });
}

/** What of a configuration another thread can be given. */
export function portableOptions({ defaults, ...config }: Configuration): DroverOptions {
  const { namespace, payload, logLevel, logArguments } = config;
  const { queue, queuePrefix, queueDelimiter, priority, retryJitter } = defaults;
  return {
    jobs: [],
    namespace,
    payload,
    logLevel,
    logArguments,
    defaultQueue: queue,
    ...(queuePrefix !== undefined && { queuePrefix }),
    queueDelimiter,
    defaultPriority: priority,
    retryJitter,
  };
}

/** From Node 24 on a promise carries its context along by itself. */
function tracingIsCheap(node: string): boolean {
  return Number.parseInt(node, 10) >= 24;
}

/** This process among those of a supervisor, from 1. */
export function processNumber(env: Variables): number | undefined {
  return env[PROCESS_NUMBER] ? Number(env[PROCESS_NUMBER]) : undefined;
}

function resolveStore(
  options: DroverOptions,
  env: Variables,
): Pick<Configuration, 'store' | 'storeFrom'> {
  if (options.store !== undefined) return { store: options.store, storeFrom: 'configure()' };
  for (const name of ['DROVER_URL', 'REDIS_URL']) {
    if (env[name]) return { store: env[name], storeFrom: name };
  }
  return { store: undefined, storeFrom: undefined };
}

function checkAdapter(adapter: QueueAdapter | undefined): QueueAdapter | undefined {
  if (adapter === undefined) return undefined;
  const methods = ['enqueue', 'enqueueAll', 'consume', 'close'] as const;
  const lacking = methods.find((method) => typeof adapter[method] !== 'function');
  if (typeof adapter.name === 'string' && lacking === undefined) return adapter;
  throw new InvalidOptionsError(
    'configure() adapter',
    `an adapter: an object with a name, ${methods.join(', ')}`,
    adapter,
    lacking === undefined ? '' : `It has no ${lacking}().`,
  );
}

function resolveDefaults(options: DroverOptions): JobDefaults {
  const {
    defaultQueue = 'default',
    queueDelimiter = '_',
    queuePrefix,
    defaultPriority = 0,
    retryJitter = 0.15,
  } = options;
  if (queueDelimiter.includes(':'))
    throw new InvalidOptionsError(
      'configure() queueDelimiter',
      "a text without ':'",
      queueDelimiter,
    );
  return Object.freeze({
    queue: checkQueueName('configure() defaultQueue', defaultQueue),
    queuePrefix,
    queueDelimiter,
    priority: checkPriority('configure() defaultPriority', defaultPriority),
    retryJitter: finite('configure() retryJitter', retryJitter),
  });
}

function defaultLevel(env: Variables): LogLevel {
  const fallback = env['NODE_ENV'] === 'test' ? 'silent' : 'info';
  return (env['LOG_LEVEL'] as LogLevel | undefined) ?? fallback;
}

function duration(where: string, value: Duration): number {
  const milliseconds = parseDuration(value);
  if (milliseconds === undefined || milliseconds < 0)
    throw new InvalidOptionsError(where, DURATION_FORMS, value);
  return milliseconds;
}

function checkFunction<T>(where: string, value: T): T {
  if (value === undefined || typeof value === 'function') return value;
  throw new InvalidOptionsError(where, 'a function', value);
}

/** A text alone is a list of letters, `/` among them. */
function checkJobs(jobs: readonly (string | JobClass)[]): (string | JobClass)[] {
  if (Array.isArray(jobs)) return [...jobs];
  throw new InvalidOptionsError('configure() jobs', 'a list of folders and job classes', jobs);
}

function checkSchedule(schedule: unknown): string | false | undefined {
  if (schedule === undefined || schedule === false || typeof schedule === 'string') return schedule;
  throw new InvalidOptionsError('configure() schedule', 'the name of a file, or false', schedule);
}

/** Below that, an ordinary pause of a busy process would lose it its jobs. */
function atLeastASecond(where: string, value: Duration): number {
  const milliseconds = duration(where, value);
  if (milliseconds >= 1000) return milliseconds;
  throw new InvalidOptionsError(where, 'a duration of at least 1 second', value);
}

function finite(where: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new InvalidOptionsError(where, 'a number', value);
}

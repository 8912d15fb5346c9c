import { chainOf } from './job/middleware';
import { checkKeys } from './options/check-keys';
import { fromZero } from './options/from-zero';
import { InvalidOptionsError } from './options/invalid-options-error';
import type { JobDefaults } from './options/job-defaults';
import { oneOf } from './options/one-of';
import { parameterFilter, SENSITIVE_KEYS } from './options/parameter-filter';
import { checkPriority, checkQueueName } from './options/placement';
import { systemClock } from './support/clock';
import type { LogLevel } from './subscribers/make-logger';
import type { Variables } from './yaml/env-expression';
import { toWorkSettings } from './worker/work-settings';
import {
  atLeastASecond,
  checkAdapter,
  checkEncryption,
  checkFunction,
  checkJobs,
  checkSchedule,
  finite,
} from './check-settings';
import type { Configuration } from './configuration';
import type { DroverOptions } from './drover-options';

/** The variable by which a supervisor numbers its processes. */
export const PROCESS_NUMBER = 'DROVER_PROCESS';

/** The variable by which a supervisor has its processes collect metrics. */
export const COLLECT_METRICS = 'DROVER_METRICS';

/** The variable with the keys to encrypt with, with commas between them. */
const ENCRYPTION_KEYS = 'DROVER_ENCRYPTION_KEYS';

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
  'encryption',
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
    enqueueTimeout: fromZero('configure() enqueueTimeout', options.enqueueTimeout ?? '5 seconds'),
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
    keys: checkEncryption(options.encryption, {
      name: ENCRYPTION_KEYS,
      // Set and empty, as in a file of examples, is not set.
      value: env[ENCRYPTION_KEYS] || undefined,
    }),
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

import type { Logger } from 'pino';
import type { QueueAdapter } from './adapters/queue-adapter';
import type { StoreLocation } from './adapters/bullmq/store';
import type { JobSummary } from './events/job-events';
import type { JobFactory } from './execution/instances';
import type { JobClass } from './job/job';
import type { AfterCommit } from './job/runtime';
import type { ClientMiddleware, MiddlewareSetting, WorkerMiddleware } from './job/middleware';
import type { Serializer } from './serialization/serializer';
import type { Clock } from './support/clock';
import type { Duration } from './support/duration';
import type { LogLevel } from './subscribers/make-logger';
import type { PlainLogger } from './subscribers/plain-logger';
import type { WorkChoices } from './worker/work-settings';

/**
 * What `configure()` takes. Everything has a default. What it says of workers wins over their
 * configuration file, `config/queues.yml`; without either they serve the queues that the job
 * classes declare, all with the same weight, with concurrency 10 and a timeout of 25 s.
 */
export interface DroverOptions extends WorkChoices {
  /**
   * Where jobs are kept: `redis://…`, `rediss://…`, `postgres://…`, `embedded:` (in memory),
   * `embedded:./folder`, or `{ redis: instance or options }`. Default: the environment's DROVER_URL
   * or REDIS_URL; without one, embedded outside production and an error in production.
   */
  readonly store?: StoreLocation;
  /** Keeps this application's jobs apart from another's in the same store. Default 'drover'. */
  readonly namespace?: string;
  /** An adapter of your own instead of a store. */
  readonly adapter?: QueueAdapter;
  /** Folders whose job files a worker loads, and job classes that lie elsewhere. Default `['jobs']`. */
  readonly jobs?: readonly (string | JobClass)[];
  /**
   * The schedule file, default config/schedule.yml if there is one; false: the workers of this
   * process run no schedule at all.
   */
  readonly schedule?: string | false;
  /** How long an enqueue may take before it rejects. Default 5 s. */
  readonly enqueueTimeout?: Duration;
  /**
   * How long a job stays with a worker that has gone silent. A live worker renews its locks at half
   * of it, so it must outlast the longest time your code blocks the event loop. Default 30 s.
   */
  readonly lockDuration?: Duration;
  /** How often workers look for jobs whose lock has run out. Default 5 s. */
  readonly stalledInterval?: Duration;
  /** Default 'default'. */
  readonly defaultQueue?: string;
  readonly queuePrefix?: string;
  /** Between prefix and name. Default '_'. */
  readonly queueDelimiter?: string;
  /** Default 0, which is none. */
  readonly defaultPriority?: number;
  /** Share of a retry's wait that chance may add. Default 0.15. */
  readonly retryJitter?: number;
  /**
   * Sizes of what is stored of a job, in bytes: arguments, attributes, contexts and the cursor of a step.
   * Default: warn above 32 KiB, refuse above 1 MiB.
   */
  readonly payload?: { readonly warnAbove?: number; readonly limit?: number };
  /** How types of your own travel. */
  readonly serializers?: readonly Serializer[];
  /**
   * Keys for classes that are `@Encrypted`, each 32 bytes as base64 or hex, as `drover generate key` makes them:
   * the first encrypts, every one decrypts. Default those of the environment's DROVER_ENCRYPTION_KEYS, with
   * commas between them.
   */
  readonly encryption?: { readonly keys: readonly string[] };
  /** A pino logger, or anything with its four methods; default one that writes to the standard output. */
  readonly logger?: Logger | PlainLogger;
  /** Level of the default logger. Default the environment's LOG_LEVEL or 'info'; 'silent' in tests. */
  readonly logLevel?: LogLevel;
  /** Whether events and log lines show arguments. Default true. */
  readonly logArguments?: boolean;
  /**
   * Keys in arguments whose values events and log lines show as '[FILTERED]': texts that the key
   * contains, in any case, and regular expressions. Default: passwords, secrets, tokens and the like.
   */
  readonly filterParameters?: readonly (string | RegExp)[];
  /** Log lines of enqueues name the place that asked for them. It costs a stack each. Default false. */
  readonly verboseEnqueueLogs?: boolean;
  /** Around every enqueue of this application: a list, or a function that changes the chain. */
  readonly clientMiddleware?: MiddlewareSetting<ClientMiddleware>;
  /** Around every run in this application. */
  readonly workerMiddleware?: MiddlewareSetting<WorkerMiddleware>;
  /**
   * Makes the object that performs a job, for classes whose constructors take services of a container:
   * `(JobClass) => moduleRef.create(JobClass)`. A new one for each run; what it throws is an error of
   * the run. Enqueuing calls no constructor that takes arguments.
   */
  readonly jobFactory?: JobFactory;
  /**
   * Called by `close()`, and when `drover work` stops: after the last job, and before the store is
   * closed. For what was opened for the jobs.
   */
  readonly onClose?: () => unknown;
  /** Told of errors whose rule says `report: true`. */
  readonly reportError?: (error: Error, job: JobSummary) => unknown;
  /**
   * Whether enqueues and runs are traced with OpenTelemetry. Default: when a tracer is registered
   * before `configure()`.
   */
  readonly telemetry?: boolean;
  /**
   * For frameworks whose transactions are not wrapped around a function: asked at each enqueue whether
   * one is open. If so it calls `enqueue` after the commit, and returns true. See `enqueueAfterCommit`.
   */
  readonly afterCommit?: AfterCommit;
  /** What becomes of a job whose class a worker does not know: fails, or waits. Default 'fail'. */
  readonly unknownJobs?: 'fail' | 'wait';
  /**
   * Whether an error that nobody handles is traced to its job through every promise. Default true
   * from Node 24 on, where that costs next to nothing; before it costs each job some 9 µs, and
   * without it the job is guessed from the error's stack.
   */
  readonly traceErrors?: boolean;
  /** Where time and chance come from. */
  readonly clock?: Clock;
}

import type { Logger } from 'pino';
import { openAdapter } from './adapters/open-adapter';
import type { QueueAdapter } from './adapters/queue-adapter';
import type { ScheduleStore } from './adapters/schedule-store';
import { UnsupportedOperationError } from './adapters/unsupported-operation-error';
import { Client } from './client/client';
import { PayloadGuard } from './client/payload-guard';
import type { Configuration } from './configuration';
import type { DroverOptions } from './drover-options';
import { EventBus } from './events/event-bus';
import { storeListeners } from './events/store-listeners';
import { Executor } from './execution/executor';
import { Instances } from './execution/instances';
import { performInline } from './execution/perform-inline';
import type { Job } from './job/job';
import type { JobLogger } from './job/job-logger';
import type { ClientMiddleware, MiddlewareChain, WorkerMiddleware } from './job/middleware';
import { Summaries } from './job/summaries';
import type { Tracing } from './job/tracing';
import type { AfterCommit, Runtime } from './job/runtime';
import { Locks } from './locks/locks';
import { STATE } from './job/job-state';
import { JobHandle } from './job/status/job-handle';
import { knownQueues } from './operations/known-queues';
import { Operations } from './operations/operations';
import type { JobDefaults } from './options/job-defaults';
import { discoverJobs } from './registry/discover-jobs';
import { JobRegistry } from './registry/job-registry';
import { missingKey } from './registry/missing-key';
import { servedQueues } from './registry/served-queues';
import { ArgumentSerializer } from './serialization/argument-serializer';
import { Schedule } from './schedule/schedule';
import { Scheduling } from './schedule/scheduling';
import { guardedReporter } from './subscribers/guarded-reporter';
import { logEvents } from './subscribers/log-subscriber';
import { loggerOf, tagged } from './subscribers/make-logger';
import type { Clock } from './support/clock';
import { openTelemetry } from './telemetry/open-telemetry';
import { JobMetrics } from './telemetry/prometheus/job-metrics';
import { loadProm } from './telemetry/prometheus/load-prom';
import type { MetricsCollector } from './worker/health/metrics-page';
import type { LoopWatch } from './worker/loop-watch/loop-watch';
import type { WorkPlan } from './worker/work-plan';
import type { Worker } from './worker/worker';
import { Workplace, type WorkOptions } from './workplace';

/** The composition root: the only place that builds the parts and connects them. */
export class Application implements Runtime {
  readonly clock: Clock;
  /** Around every enqueue; may be changed at any time. */
  readonly clientMiddleware: MiddlewareChain<ClientMiddleware>;
  /** Around every run; may be changed at any time. */
  readonly workerMiddleware: MiddlewareChain<WorkerMiddleware>;
  readonly defaults: JobDefaults;
  readonly adapter: QueueAdapter;
  readonly client: Client;
  readonly events: EventBus;
  readonly executor: Executor;
  readonly instances: Instances;
  readonly locks: Locks;
  readonly logger: Logger;
  readonly operations: Operations;
  readonly schedule: Schedule;
  readonly scheduling: Scheduling;
  readonly registry = new JobRegistry();
  readonly serializer: ArgumentSerializer;
  readonly summaries: Summaries;
  readonly tellsCaller: boolean;
  readonly afterCommit: AfterCommit | undefined;
  readonly tracing: Tracing | undefined;
  readonly #config: Configuration;
  readonly #stopLogging: () => void;
  readonly #workplace: Workplace;
  #onClose: DroverOptions['onClose'];
  #metrics: JobMetrics | undefined;
  #loading: Promise<void> | undefined;

  constructor(config: Configuration) {
    this.#config = config;
    this.#onClose = config.onClose;
    this.clock = config.clock;
    this.afterCommit = config.afterCommit;
    this.defaults = config.defaults;
    this.clientMiddleware = config.clientMiddleware;
    this.workerMiddleware = config.workerMiddleware;
    this.tellsCaller = config.verboseEnqueueLogs;
    const writesForHumans =
      !config.logger && !config.logJson && process.stdout.isTTY && !config.production;
    this.logger = tagged(loggerOf(config, writesForHumans), config.processNumber);
    this.events = new EventBus((error, event) =>
      this.logger.error({ err: error }, `A listener of '${event}' threw`),
    );
    this.adapter = config.adapter ?? openAdapter(config, storeListeners(this.events));
    this.tracing = openTelemetry(config.telemetry, this);
    this.serializer = new ArgumentSerializer(config.serializers, {
      keepKeyOrder: this.adapter.reordersKeys ?? false,
      keys: config.keys,
    });
    this.client = new Client(this.adapter, new PayloadGuard(config.payload, this.events));
    this.summaries = new Summaries({
      adapter: this.adapter.name,
      defaults: this.defaults,
      serializer: this.serializer,
      showArguments: config.logArguments,
      filter: config.filter,
      classNamed: (name) => this.registry.find(name),
    });
    this.locks = new Locks(this);
    this.instances = new Instances(config.jobFactory);
    this.executor = this.#buildExecutor();
    for (const entry of config.jobs) if (typeof entry !== 'string') this.registry.register(entry);
    this.operations = new Operations({
      adapter: this.adapter,
      clock: this.clock,
      handleOf: (id, queue) => this.handleOf(id, queue),
      lockStore: () => this.locks.store(),
      knownQueues: () => knownQueues(config, servedQueues(this.registry, this.defaults)),
    });
    const { adapter, registry, serializer, events, clock } = this;
    const store = () => this.#scheduleStore();
    this.schedule = new Schedule({ store, registry, serializer, clock });
    this.scheduling = new Scheduling({
      ...{ adapter, registry, serializer, events, clock },
      file: config.schedule,
      variables: config.variables,
    });
    const { executor, logger, scheduling, summaries } = this;
    this.#workplace = new Workplace({
      ...{ config, adapter, events, executor, logger, registry, scheduling, summaries },
      writesForHumans,
    });
    this.#stopLogging = logEvents(this.events, this.logger, this.adapter.name);
  }

  /** What `configure()` was told. */
  get options(): DroverOptions {
    return this.#config.given;
  }

  loggerFor(job: Job): JobLogger {
    const { id: jobId, requestId } = job[STATE];
    const request = requestId === undefined ? {} : { requestId };
    return this.logger.child({ job: job.constructor.name, jobId, ...request });
  }

  handleOf(id: string, queue: string): JobHandle {
    return new JobHandle({ id, queue }, this);
  }

  performNow(job: Job): Promise<unknown> {
    return performInline(job, this);
  }

  /** Loads the job files of the configured folders, once. @throws JobFileError, DuplicateJobNameError */
  loadJobs(): Promise<void> {
    return (this.#loading ??= this.#loadFolders());
  }

  /** Loads the job files that can be loaded. What is wrong with the others. */
  async checkJobs(): Promise<readonly Error[]> {
    const errors: Error[] = [];
    await this.#loadFolders((error) => errors.push(error));
    return errors;
  }

  /**
   * What a worker would do.
   *
   * @throws InvalidConfigFileError, InvalidOptionsError
   */
  plan(options: WorkOptions = {}, inStore?: () => Promise<readonly string[]>): Promise<WorkPlan> {
    return this.#workplace.plan(options, inStore);
  }

  /** Loads the jobs and starts working queues in this process. */
  async work(options: WorkOptions = {}): Promise<Worker> {
    await this.loadJobs();
    const missing = missingKey(this.registry, this.serializer.keys);
    if (missing) throw missing;
    return this.#workplace.work(options);
  }

  /** Has another thread warn of jobs that block the event loop of this process. */
  watchLoop(worker: Worker): LoopWatch {
    return this.#workplace.watchLoop(worker);
  }

  /**
   * Counts runs from now on, for Prometheus. `drover work --health-port` does so by itself; a worker in
   * a server of yours shows the `page()` of it.
   *
   * @throws MissingDependencyError when prom-client is not installed
   */
  collectMetrics(): MetricsCollector {
    this.#metrics ??= new JobMetrics({
      prom: loadProm(),
      events: this.events,
      queues: () => this.operations.queues(),
      processNumber: this.#config.processNumber,
    });
    return this.#metrics;
  }

  /** Writes no more log lines: for whoever shows what happens in another way. */
  mute(): void {
    this.#stopLogging();
  }

  /** Stops the workers of this process and releases every connection. Idempotent. */
  async close(): Promise<void> {
    await this.#workplace.close();
    // Once: what it closes may well call close() in its turn.
    const onClose = this.#onClose;
    this.#onClose = undefined;
    try {
      await onClose?.();
    } finally {
      await this.adapter.close();
    }
  }

  async #loadFolders(onError?: (error: Error) => void): Promise<void> {
    for (const entry of this.#config.jobs) {
      if (typeof entry === 'string') await discoverJobs(entry, this.registry, onError);
    }
  }

  async #scheduleStore(): Promise<ScheduleStore> {
    const store = await this.adapter.schedule?.();
    if (store) return store;
    throw new UnsupportedOperationError(this.adapter.name, 'keeps a schedule', 'schedule');
  }

  #buildExecutor(): Executor {
    const { reportError, unknownJobs } = this.#config;
    return new Executor({
      registry: this.registry,
      serializer: this.serializer,
      events: this.events,
      middleware: this.workerMiddleware,
      summaries: this.summaries,
      clock: this.clock,
      defaults: this.defaults,
      locks: this.locks,
      instances: this.instances,
      tracing: this.tracing,
      unknownJobs,
      report: guardedReporter(reportError, this.logger),
    });
  }
}

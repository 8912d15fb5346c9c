import type { Logger } from 'pino';
import { openAdapter, type AdapterListeners } from './adapters/open-adapter';
import type { QueueAdapter, QueueShare } from './adapters/queue-adapter';
import { Client } from './client/client';
import { PayloadGuard } from './client/payload-guard';
import type { Configuration } from './config';
import { EventBus } from './events/event-bus';
import { Executor } from './execution/executor';
import { performInline } from './execution/perform-inline';
import type { Job } from './job/job';
import type { JobLogger } from './job/job-logger';
import type { Runtime } from './job/runtime';
import { STATE } from './job/job-state';
import type { JobDefaults } from './options/job-defaults';
import { discoverJobs } from './registry/discover-jobs';
import { JobRegistry } from './registry/job-registry';
import { servedQueues } from './registry/served-queues';
import { ArgumentSerializer } from './serialization/argument-serializer';
import { logEvents } from './subscribers/log-subscriber';
import { makeLogger } from './subscribers/make-logger';
import type { Clock } from './support/clock';
import { toQueueShares, type QueueOption } from './worker/queue-shares';
import { Worker } from './worker/worker';

/** Overrides for one worker. Defaults come from the configuration. */
export interface WorkOptions {
  readonly queues?: readonly QueueOption[];
  /** Jobs at once. */
  readonly concurrency?: number;
  /** Milliseconds that `stop()` waits for running jobs. */
  readonly timeout?: number;
}

/** The composition root: the only place that builds the parts and connects them. */
export class Application implements Runtime {
  readonly clock: Clock;
  readonly defaults: JobDefaults;
  readonly adapter: QueueAdapter;
  readonly client: Client;
  readonly events: EventBus;
  readonly executor: Executor;
  readonly logger: Logger;
  readonly registry = new JobRegistry();
  readonly serializer: ArgumentSerializer;
  readonly #config: Configuration;
  readonly #workers = new Set<Worker>();
  #loading: Promise<void> | undefined;

  constructor(config: Configuration) {
    this.#config = config;
    this.clock = config.clock;
    this.defaults = config.defaults;
    this.logger =
      config.logger ?? makeLogger(config.logLevel, process.stdout.isTTY && !config.production);
    this.events = new EventBus((error, event) =>
      this.logger.error({ err: error }, `A listener of '${event}' threw`),
    );
    this.adapter = config.adapter ?? openAdapter(config, storeListeners(this.events));
    this.serializer = new ArgumentSerializer(config.serializers, {
      keepKeyOrder: this.adapter.reordersKeys ?? false,
    });
    this.client = new Client(
      this.adapter,
      this.events,
      new PayloadGuard(config.payload, this.events),
    );
    this.executor = this.#buildExecutor();
    for (const entry of config.jobs) if (typeof entry !== 'string') this.registry.register(entry);
    logEvents(this.events, this.logger, {
      adapter: this.adapter.name,
      logArguments: config.logArguments,
    });
  }

  loggerFor(job: Job): JobLogger {
    return this.logger.child({ job: job.constructor.name, jobId: job[STATE].id });
  }

  performNow(job: Job): Promise<unknown> {
    return performInline(job, this);
  }

  /** Loads the job files of the configured folders, once. @throws JobFileError, DuplicateJobNameError */
  loadJobs(): Promise<void> {
    this.#loading ??= this.#loadFolders();
    return this.#loading;
  }

  /** Loads the jobs and starts working queues in this process. */
  async work(options: WorkOptions = {}): Promise<Worker> {
    await this.loadJobs();
    const { concurrency = this.#config.concurrency, timeout = this.#config.timeout } = options;
    const worker = await Worker.start(
      {
        adapter: this.adapter,
        events: this.events,
        perform: (delivery) => this.executor.perform(delivery),
      },
      { queues: this.#queuesToServe(options), concurrency, timeout },
    );
    this.#workers.add(worker);
    return worker;
  }

  /** Stops the workers of this process and releases every connection. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#workers.clear();
    await this.adapter.close();
  }

  async #loadFolders(): Promise<void> {
    for (const entry of this.#config.jobs) {
      if (typeof entry === 'string') await discoverJobs(entry, this.registry);
    }
  }

  #queuesToServe({ queues }: WorkOptions): readonly QueueShare[] {
    if (queues) return toQueueShares('startWorker() queues', queues);
    return (
      this.#config.queues ??
      servedQueues(this.registry, this.defaults).map((name) => ({ name, weight: 1 }))
    );
  }

  #buildExecutor(): Executor {
    const { reportError, unknownJobs } = this.#config;
    return new Executor({
      registry: this.registry,
      serializer: this.serializer,
      events: this.events,
      clock: this.clock,
      defaults: this.defaults,
      unknownJobs,
      report: (error, job) => reportError?.(error, job),
    });
  }
}

/** What the adapter tells, as events. */
function storeListeners(events: EventBus): AdapterListeners {
  return {
    onChosen: (adapter, why) => events.emit('storeChosen', { adapter, why }),
    onWarning: (warning) => events.emit('storeWarning', warning),
    onError: (error) => events.emit('storeError', { error }),
    onRecovered: (queue, ids) => events.emit('recovered', { queue, ids }),
  };
}

import type { Logger } from 'pino';
import type { QueueAdapter } from './adapters/queue-adapter';
import { portableOptions, type Configuration } from './configuration';
import type { EventBus } from './events/event-bus';
import type { Executor } from './execution/executor';
import type { Summaries } from './job/summaries';
import type { JobRegistry } from './registry/job-registry';
import { servedQueues } from './registry/served-queues';
import type { Scheduling } from './schedule/scheduling';
import { Blame } from './worker/blame';
import { loadConfigFile } from './worker/config-file/load-config-file';
import { LoopWatch } from './worker/loop-watch/loop-watch';
import { Presence } from './worker/presence';
import { ThreadSandbox } from './worker/sandbox/thread-sandbox';
import { planWork, type WorkPlan } from './worker/work-plan';
import { toWorkSettings, type WorkChoices } from './worker/work-settings';
import { Worker } from './worker/worker';

/** What one worker does otherwise than the configuration says. */
export interface WorkOptions extends WorkChoices {
  /** A configuration file instead of config/queues.yml, or else config/sidekiq.yml. */
  readonly configFile?: string;
  /** The section of the configuration file that applies. Default NODE_ENV, else 'development'. */
  readonly environment?: string;
}

interface WorkplaceParts {
  readonly config: Configuration;
  readonly adapter: QueueAdapter;
  readonly events: EventBus;
  readonly executor: Executor;
  readonly logger: Logger;
  readonly registry: JobRegistry;
  readonly scheduling: Scheduling;
  readonly summaries: Summaries;
  /** Whether log lines are for people. */
  readonly writesForHumans: boolean;
}

/** The half of the composition root that a process without workers never needs. */
export class Workplace {
  readonly #parts: WorkplaceParts;
  readonly #sandbox: ThreadSandbox;
  readonly #workers = new Set<Worker>();
  #presence: Presence | undefined;

  constructor(parts: WorkplaceParts) {
    this.#parts = parts;
    this.#sandbox = new ThreadSandbox({
      entry: require.resolve('./sandbox-thread/main'),
      adapter: parts.adapter,
      options: portableOptions(parts.config),
    });
    for (const event of ['workerQuiet', 'workerStopping'] as const)
      parts.events.on(event, () => this.#stopScheduling());
  }

  /** What a worker would do. @throws InvalidConfigFileError, InvalidOptionsError */
  async plan(
    options: WorkOptions,
    inStore = async () => this.#parts.adapter.inspect?.().queueNames() ?? [],
  ): Promise<WorkPlan> {
    const { config, events, registry } = this.#parts;
    const own = toWorkSettings('startWorker()', options);
    const file = await loadConfigFile(options.configFile, {
      environment: options.environment ?? config.environment,
      variables: config.variables,
    });
    if (file) events.emit('configFileRead', file);
    return planWork(own, [config, file ?? {}], {
      declared: servedQueues(registry, config.defaults),
      inStore,
    });
  }

  /** Starts working queues in this process. */
  async work(options: WorkOptions): Promise<Worker> {
    const { scheduling } = this.#parts;
    const plan = await this.plan(options);
    const declarations = await scheduling.read();
    const worker = await this.#start(plan);
    this.#workers.add(worker);
    if (declarations) await scheduling.start(declarations);
    this.#announce(worker);
    return worker;
  }

  /** Has another thread warn of jobs that block the event loop of this process. */
  watchLoop(worker: Worker): LoopWatch {
    const { config, events, logger, writesForHumans } = this.#parts;
    const form = { human: writesForHumans, processNumber: config.processNumber };
    return new LoopWatch({
      ...{ worker, events },
      lockDuration: config.lockDuration,
      form: logger.isLevelEnabled('warn') ? form : undefined,
    });
  }

  /** Stops the workers. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#workers.clear();
    await this.#sandbox.close();
    await this.#presence?.leave();
  }

  #start(plan: WorkPlan): Promise<Worker> {
    const { adapter, config, events, executor, registry, summaries } = this.#parts;
    return Worker.start(
      {
        ...{ adapter, events },
        perform: (delivery) => executor.perform(delivery, this.#sandbox),
        describe: (delivery) => summaries.ofDelivery(delivery),
        blame: new Blame({
          registry,
          trace: config.traceErrors,
          failureOf: (...run) => executor.failureOf(...run),
        }),
      },
      plan,
    );
  }

  #announce(worker: Worker): void {
    const { adapter, config, events, scheduling } = this.#parts;
    const directory = adapter.processes?.();
    if (!directory) return;
    this.#presence ??= new Presence({
      ...{ directory, events, clock: config.clock },
      supervised: config.processNumber !== undefined,
      schedule: () => scheduling.fingerprint,
    });
    this.#presence.join(worker);
  }

  /** A process that fetches no more leaves the schedule to the others. */
  #stopScheduling(): void {
    if ([...this.#workers].every(({ isQuiet }) => isQuiet)) void this.#parts.scheduling.stop();
  }
}

import type { Consumer, StopReport } from '../adapters/consumer';
import type { QueueAdapter, QueueShare } from '../adapters/queue-adapter';
import type { Delivery, Perform } from '../adapters/delivery';
import type { EventBus } from '../events/event-bus';
import type { JobSummary } from '../events/job-events';
import type { Blame } from './blame';
import type { Capsule } from './capsule';
import { RunningJobs, type RunningJobInfo, type RunningMirror } from './running-jobs';
import type { WorkPlan } from './work-plan';

/** How long a worker that stops waits for its jobs, and what those are told that did not end. */
export interface StopOptions {
  /** Milliseconds to wait for running jobs before they are handed back. Default 25,000. */
  readonly timeout?: number;
  /** What the signals of the jobs handed back carry. */
  readonly reason?: string;
}

export interface WorkerParts {
  readonly adapter: QueueAdapter;
  readonly events: EventBus;
  readonly perform: Perform;
  /** A delivery as events tell of it. */
  readonly describe: (delivery: Delivery) => JobSummary;
  readonly blame: Blame;
}

/** Works queues in this process until it is stopped. */
export class Worker {
  readonly #consumer: Consumer;
  readonly #events: EventBus;
  readonly #describe: WorkerParts['describe'];
  readonly #plan: WorkPlan;
  readonly #hurry = new AbortController();
  readonly #running: RunningJobs;
  readonly #blame: Blame;
  #stopping: Promise<StopReport> | undefined;
  #isQuiet = false;
  #isStopped = false;

  private constructor(
    consumer: Consumer,
    { events, describe, blame }: WorkerParts,
    running: RunningJobs,
    plan: WorkPlan,
  ) {
    this.#consumer = consumer;
    this.#events = events;
    this.#describe = describe;
    this.#blame = blame;
    this.#running = running;
    this.#plan = plan;
  }

  static async start(parts: WorkerParts, plan: WorkPlan): Promise<Worker> {
    const running = new RunningJobs();
    const perform = running.watch(parts.blame.trace(parts.perform));
    const consumer = await parts.adapter.consume(plan.capsules, perform);
    const worker = new Worker(consumer, parts, running, plan);
    const { queues, capsules, concurrency } = worker;
    parts.events.emit('workerStarted', { queues, concurrency, capsules });
    return worker;
  }

  /** Each with slots of its own. */
  get capsules(): readonly Capsule[] {
    return this.#plan.capsules;
  }

  /** Of all capsules. */
  get queues(): readonly QueueShare[] {
    return this.capsules.flatMap(({ queues }) => queues);
  }

  /** Jobs at once, over all capsules. */
  get concurrency(): number {
    return this.capsules.reduce((sum, { concurrency }) => sum + concurrency, 0);
  }

  /** Whether it fetches no more. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** Whether it is over: nothing runs here any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** What runs in this process now, the longest-running first. */
  running(): readonly RunningJobInfo[] {
    return this.#running.list();
  }

  /** Has the job fail that left this error to nobody: the id of the job, if one could be told. */
  blame(error: Error): string | undefined {
    return this.#blame.put(error, this.#running.starts)?.id;
  }

  /** When the last job was fetched; when it started, if none was. Milliseconds since the epoch. */
  get lastFetchAt(): number {
    return this.#running.lastStart;
  }

  /** Milliseconds that `stop()` waits for running jobs. */
  get timeout(): number {
    return this.#plan.timeout;
  }

  /** Keeps `mirror` informed of what runs. */
  mirrorTo(mirror: RunningMirror): void {
    this.#running.mirrorTo(mirror);
  }

  /** Announces what runs now. */
  report(): void {
    this.#events.emit('workerReported', { running: this.running() });
  }

  /** Fetches no more; running jobs go on. There is no way back. */
  async quiet(): Promise<void> {
    this.#isQuiet = true;
    this.#events.emit('workerQuiet', { queues: this.queues });
    await this.#consumer.quiet();
  }

  /**
   * Quiets, waits for running jobs, hands back those that are not done in time. Called again it is
   * the same stop; with a timeout of 0 it waits no longer.
   */
  stop({ timeout = this.#plan.timeout, reason = 'stop' }: StopOptions = {}): Promise<StopReport> {
    if (timeout === 0) this.#hurry.abort();
    this.#stopping ??= this.#stop({ timeout, reason });
    return this.#stopping;
  }

  async #stop(options: { timeout: number; reason: string }): Promise<StopReport> {
    this.#isQuiet = true;
    const running = this.#running.deliveries();
    const stopped = this.#consumer.stop({ ...options, hurry: this.#hurry.signal });
    this.#events.emit('workerStopping', { ...options, running: running.length });
    const report = await stopped;
    this.#isStopped = true;
    for (const delivery of running)
      if (report.handedBack.includes(delivery.id)) this.#announceInterrupted(delivery, options);
    this.#events.emit('workerStopped', report);
    return report;
  }

  #announceInterrupted(delivery: Delivery, { reason }: { reason: string }): void {
    if (!this.#events.has('interrupted')) return;
    this.#events.emit('interrupted', { job: this.#describe(delivery), reason });
  }
}

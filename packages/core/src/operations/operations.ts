import type { LockStore } from '../adapters/lock-store';
import type { ProcessCommand, ProcessRecord } from '../adapters/process-directory';
import type { QueueAdapter } from '../adapters/queue-adapter';
import type { FailedJob, QueueInspector, QueueSize } from '../adapters/queue-inspector';
import type { StoreFinding } from '../adapters/store-finding';
import type { CancelAnswer } from '../job/status/cancel-job';
import { jobsOf } from '../job/status/jobs-of';
import type { JobHandle } from '../job/status/job-handle';
import type { JobStatus } from '../job/status/job-status';
import { checkKeys } from '../options/check-keys';
import { checkQueueName } from '../options/placement';
import type { Clock } from '../support/clock';
import { BlockedJobs, type Blockade } from './blocked-jobs';
import { examineCrew } from './examine-crew';
import type { FailedJobFilter, FailedJobSelection } from './failed-job-filter';
import { FailedJobs } from './failed-jobs';
import { HeldLocks, type LockFilter, type LockInfo } from './held-locks';
import { QueueHandle } from './queue-handle';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import { UnknownProcessError } from './unknown-process-error';

/** A queue at this moment. */
export interface QueueInfo {
  readonly name: string;
  readonly size: QueueSize;
  /** Milliseconds for which the oldest job that could run has waited; 0 when none waits. */
  readonly latency: number;
  readonly paused: boolean;
}

/** Where a job is looked for: on every queue, unless one is named. */
export interface WhichQueue {
  readonly queue?: string;
}

interface OperationsParts {
  readonly adapter: QueueAdapter;
  readonly clock: Clock;
  readonly lockStore: () => LockStore;
  /** The queues this application knows by itself. */
  readonly knownQueues: () => readonly string[];
  readonly handleOf: (id: string, queue: string) => JobHandle;
}

/** What whoever runs an application wants to see and do: processes, queues, dead jobs. */
export class Operations {
  readonly #parts: OperationsParts;
  readonly #failed: FailedJobs;
  readonly #locks: HeldLocks;
  readonly #blocked: BlockedJobs;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
    this.#locks = new HeldLocks({
      lockStore: parts.lockStore,
      uniqueLocks: () => parts.adapter.uniqueLocks?.(),
    });
    this.#blocked = new BlockedJobs({ jobs: () => parts.adapter.jobs?.(), locks: this.#locks });
    this.#failed = new FailedJobs({
      inspector: () => this.#inspector(),
      queueNames: () => this.queueNames(),
    });
  }

  /** The worker processes of the namespace, the oldest first. */
  async processes(): Promise<readonly ProcessRecord[]> {
    return (await this.#parts.adapter.processes?.().list()) ?? [];
  }

  /** Resolves when the process can hear of it. @throws UnknownProcessError */
  async commandProcess(id: string, command: ProcessCommand): Promise<void> {
    const directory = this.#parts.adapter.processes?.();
    if (!(await directory?.command(id, command))) throw new UnknownProcessError(id);
  }

  /** The names of the queues that are declared, configured, served somewhere, or hold jobs. */
  async queueNames(): Promise<readonly string[]> {
    const [stored, processes] = await Promise.all([
      this.#inspector().queueNames(),
      this.processes(),
    ]);
    const served = processes.flatMap(({ queues }) => queues.map(({ name }) => name));
    const known = this.#parts.knownQueues();
    return [...new Set([...known, ...[...served, ...stored].toSorted()])];
  }

  /** Those queues, and how each of them is. */
  async queues(): Promise<readonly QueueInfo[]> {
    return Promise.all((await this.queueNames()).map((name) => this.#describe(name)));
  }

  /** @throws InvalidOptionsError */
  queue(name: string): QueueHandle {
    return new QueueHandle(checkQueueName('queue()', name), () => this.#inspector());
  }

  async findJob(id: string, where: WhichQueue = {}): Promise<JobHandle | undefined> {
    const found = await this.#find('findJob()', id, where);
    return found && this.#parts.handleOf(id, found.queue);
  }

  async jobStatus(id: string, where: WhichQueue = {}): Promise<JobStatus> {
    const handle = await this.findJob(id, where);
    return handle ? handle.status() : { state: 'unknown', id };
  }

  async cancel(id: string, where: WhichQueue = {}): Promise<CancelAnswer> {
    const handle = await this.findJob(id, where);
    return handle ? handle.cancel() : false;
  }

  /** What each of these jobs waits for, where that is a limit; one question for all of them. */
  blockades(queue: string, ids: readonly string[]): Promise<readonly (Blockade | undefined)[]> {
    return this.#blocked.look(queue, ids);
  }

  failedJobs(
    filter: FailedJobFilter & { readonly limit?: number } = {},
  ): Promise<readonly FailedJob[]> {
    return this.#failed.list(filter);
  }

  async retryJobs(selection: FailedJobSelection): Promise<number> {
    return this.#failed.retry(selection);
  }

  async deleteJobs(selection: FailedJobSelection): Promise<number> {
    return this.#failed.delete(selection);
  }

  /** @throws InvalidOptionsError */
  locks(filter: LockFilter = {}): Promise<readonly LockInfo[]> {
    return this.#locks.list(filter);
  }

  /** @throws InvalidOptionsError */
  releaseLock(key: string, options: { readonly kind?: string } = {}): Promise<number> {
    return this.#locks.release(key, options);
  }

  /** How the store is set up, and whether the processes serve what waits. */
  async examine(): Promise<readonly StoreFinding[]> {
    const store = await this.#inspector().examine();
    const [processes, queues] = await Promise.all([this.processes(), this.queues()]);
    const strangers = await Promise.all(queues.map(({ name }) => this.#findSchedulers(name)));
    return [
      ...store,
      ...examineCrew(processes, queues, this.#parts.clock.now()),
      ...strangers.flat(),
    ];
  }

  /** Left over from before Drover, or made beside it. */
  async #findSchedulers(queue: string): Promise<StoreFinding[]> {
    const ids = await this.#inspector().jobSchedulers(queue);
    return ids.map((id) => ({
      level: 'warning',
      what: 'schedule',
      found: `BullMQ's job scheduler '${id}' on '${queue}' is none of Drover's`,
      advice:
        'Its jobs fail, or run twice, unless you mean it: queue.removeJobScheduler() removes it.',
    }));
  }

  async #find(where: string, id: string, options: WhichQueue) {
    checkKeys(where, options, ['queue']);
    const { queue } = options;
    const queues =
      queue === undefined ? await this.queueNames() : [checkQueueName(`${where} queue`, queue)];
    return jobsOf(this.#parts.adapter).find(id, queues);
  }

  async #describe(name: string): Promise<QueueInfo> {
    const { size, paused, waitingSince } = await this.#inspector().look(name);
    const latency =
      waitingSince === undefined ? 0 : Math.max(0, this.#parts.clock.now() - waitingSince);
    return { name, size, latency, paused };
  }

  #inspector(): QueueInspector {
    const inspector = this.#parts.adapter.inspect?.();
    if (!inspector)
      throw new UnsupportedOperationError(
        this.#parts.adapter.name,
        'lets its queues be looked into',
        'inspect',
      );
    return inspector;
  }
}

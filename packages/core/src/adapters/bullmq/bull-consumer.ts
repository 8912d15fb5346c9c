import type { IQueueBackend, WorkerOptions } from 'bullmq';
import { atMost } from '../../support/within';
import type { Consumer, ConsumerStopOptions, StopReport } from '../consumer';
import type { ConsumeOptions, QueueShare } from '../queue-adapter';
import type { Perform } from '../delivery';
import type { LockStore } from '../lock-store';
import type { ApplyParts } from './apply-outcome';
import type { CancelMarks } from './cancel/cancel-marks';
import { CancelWatch } from './cancel/cancel-watch';
import { Gate } from './limits/gate';
import type { Turnstile } from './limits/turnstile';
import { ManagedWorker } from './pool/managed-worker';
import { PooledQueue } from './pool/pooled-queue';
import { SlotPool } from './pool/slot-pool';
import { StalledPatrol } from './pool/stalled-patrol';
import { probeFor } from './pool/store-probe';
import type { WakeWatch } from './pool/wake-watch';
import { watchFor } from './pool/watch-for';
import { RunningJob } from './running-job';
import { recordsFor, type RunRecords } from './run-records';
import { Runs } from './runs';
import { TrimRhythm } from './trim-rhythm';
import { freeAtEnd } from './unique/across-queues';
import { isBackFromDead, takeKey } from './unique/take-key';
import type { UniqueKeys } from './unique/unique-keys';

export interface BullConsumerParts extends ApplyParts {
  /** The backend whose connections all queues of this consumer share. */
  readonly root: IQueueBackend;
  readonly workerOptions: WorkerOptions;
  /** Milliseconds between two looks for jobs whose worker is gone. */
  readonly stalledInterval: number;
  readonly cancelMarks: CancelMarks;
  readonly locks: LockStore;
  readonly turnstile: Turnstile;
  readonly onError: (error: Error) => void;
  readonly keys: () => UniqueKeys;
  readonly onRecovered: (queue: string, ids: readonly string[]) => void;
}

/** Milliseconds that any step of a stop may wait for a store that does not answer. */
const GRACE = 1000;

/** Works the queues of several capsules, each with slots of its own, over one pair of connections. */
export class BullConsumer implements Consumer {
  readonly #parts: BullConsumerParts;
  readonly #queues: readonly PooledQueue[];
  readonly #pools: readonly SlotPool[];
  readonly #runs: Runs;
  readonly #cancels: CancelWatch;
  readonly #gate: Gate;
  #records!: RunRecords;
  #watch: WakeWatch | undefined;
  #patrol: StalledPatrol | undefined;
  #quieted: Promise<void> | undefined;

  constructor(capsules: readonly ConsumeOptions[], perform: Perform, parts: BullConsumerParts) {
    this.#parts = parts;
    this.#gate = new Gate(parts);
    this.#runs = new Runs({ perform, gate: this.#gate, apply: parts });
    this.#cancels = new CancelWatch({
      running: this.#runs.running,
      marks: parts.cancelMarks,
      onError: parts.onError,
    });
    this.#pools = capsules.map((capsule) => this.#buildPool(capsule));
    this.#queues = this.#pools.flatMap(({ queues }) => queues);
  }

  async start(): Promise<this> {
    await this.#parts.root.waitUntilReady();
    this.#records = await recordsFor(this.#parts.root);
    await Promise.all(this.#queues.map((queue) => this.#startQueue(queue)));
    const { root } = this.#parts;
    const probe = await probeFor(root, this.#queues, this.#parts.turnstile.waitingKeys);
    const watch = await watchFor(root, { queues: this.#queues, probe });
    this.#watch = watch;
    this.#patrol = new StalledPatrol({
      ...this.#parts,
      interval: this.#parts.stalledInterval,
      queues: this.#queues,
      anyActive: () => probe.anyActive(),
      heal: () => this.#parts.turnstile.heal(),
    });
    this.#patrol.start();
    this.#cancels.start();
    for (const pool of this.#pools) pool.start(watch);
    return this;
  }

  quiet(): Promise<void> {
    this.#quieted ??= this.#quiet();
    return this.#quieted;
  }

  async stop({ timeout, reason, hurry }: ConsumerStopOptions): Promise<StopReport> {
    this.#runs.interrupt(reason);
    await atMost(GRACE, this.quiet());
    await atMost(timeout, this.#whenIdle(), hurry);
    this.#cancels.close();
    const handedBack = (await atMost(GRACE, this.#runs.handBack(reason))) ?? [];
    await atMost(GRACE, this.#whenIdle());
    await atMost(GRACE, this.#gate.settled());
    await atMost(GRACE, this.#disconnect());
    return this.#runs.report(handedBack);
  }

  async #whenIdle(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.whenIdle()));
  }

  #buildPool({ queues, concurrency }: ConsumeOptions): SlotPool {
    const { onError } = this.#parts;
    const pool: SlotPool = new SlotPool(
      queues.map((share) => this.#buildQueue(share, () => pool)),
      concurrency,
      { random: Math.random, onError },
    );
    return pool;
  }

  #buildQueue({ name, weight }: QueueShare, pool: () => SlotPool): PooledQueue {
    const { root, workerOptions, onError } = this.#parts;
    // BullMQ gives a processor no say over its signal unless it takes three parameters.
    const process = (job: RunningJob['job'], token = '', _signal?: AbortSignal) => {
      const ports = { gate: this.#gate, records: this.#records };
      const run = (other?: string) =>
        this.#runs.run(
          new RunningJob(name, job, token, ports, worker.crashesOf(job), other),
          trims,
        );
      return isBackFromDead(job) ? takeKey(job, this.#parts.keys()).then(run) : run();
    };
    const trims = new TrimRhythm();
    const worker: ManagedWorker = new ManagedWorker(name, process, workerOptions, () =>
      root.forQueue(name),
    );
    worker.on('error', onError);
    const keys = this.#parts.keys;
    worker.on('completed', (job) => freeAtEnd(job, keys));
    worker.on('failed', (job) => job && freeAtEnd(job, keys));
    worker.on('lockRenewalFailed', (ids) => this.#runs.lose(name, ids));
    return new PooledQueue(name, weight, worker, pool);
  }

  async #startQueue(queue: PooledQueue): Promise<void> {
    queue.worker.startRenewingLocks();
    queue.capped = await queue.worker.getBackend().hasQueueMetaField('concurrency');
  }

  async #quiet(): Promise<void> {
    for (const pool of this.#pools) pool.close();
    this.#patrol?.close();
    for (const queue of this.#queues) queue.close();
    await this.#watch?.close();
  }

  async #disconnect(): Promise<void> {
    await Promise.all(this.#queues.map(({ worker }) => worker.close(true)));
    await this.#parts.root.close(true);
  }
}

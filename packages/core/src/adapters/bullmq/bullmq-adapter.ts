import type { WorkerOptions } from 'bullmq';
import type { LockStore, UniqueLocks } from '../lock-store';
import type { JobDirectory } from '../job-directory';
import type { ProcessDirectory } from '../process-directory';
import type { QueueInspector } from '../queue-inspector';
import type { ScheduleStore } from '../schedule-store';
import type { Consumer } from '../consumer';
import type {
  ConsumeOptions,
  EnqueueOptions,
  EnqueueReceipt,
  QueueAdapter,
} from '../queue-adapter';
import type { StoredJob } from '../stored-job';
import type { Perform } from '../delivery';
import type { AnyQueue } from './any-queue';
import { BullConsumer } from './bull-consumer';
import { BullProducer } from './bull-producer';
import { BullInspector } from './inspect/bull-inspector';
import { BullJobs } from './inspect/bull-jobs';
import { OpenQueues } from './inspect/open-queues';
import { storeDirectory } from './inspect/store-directory';
import { storeLocks } from './store-locks';
import { pingStore } from './ping-store';
import { StoreAccess, type StoreAccessOptions } from './store-access';
import { retentionFor } from './retention';
import { storeUniqueLocks } from './unique/store-unique-locks';

export interface BullMQAdapterOptions extends StoreAccessOptions {
  readonly name: 'redis' | 'postgres' | 'embedded';
  /** Milliseconds. */
  readonly lockDuration: number;
  /** Milliseconds. */
  readonly stalledInterval: number;
  /** Jobs were given back whose worker is gone. */
  readonly onRecovered: (queue: string, ids: readonly string[]) => void;
}

/** BullMQ's own default of 1 fails a job at its second crash, whatever its attempts. */
const MAX_STALLED_COUNT = 3;

/** Jobs in BullMQ: on Redis, on PostgreSQL, or on the embedded store. */
export class BullMQAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly enlists: boolean;
  readonly keepsBatches = true;
  readonly #options: BullMQAdapterOptions;
  readonly #consumers = new Set<Consumer>();
  readonly #access: StoreAccess;
  readonly #producer: BullProducer;
  readonly #looking: OpenQueues;

  constructor(options: BullMQAdapterOptions) {
    this.#options = options;
    this.#access = new StoreAccess(options);
    this.#producer = new BullProducer({
      access: this.#access,
      kind: options.name,
      onError: options.onError,
    });
    this.#looking = new OpenQueues({
      open: () => this.#access.ready(),
      onError: options.onError,
    });
    this.name = options.name;
    this.reordersKeys = options.name !== 'redis';
    this.enlists = options.name === 'postgres';
  }

  enqueue(job: StoredJob, options?: EnqueueOptions): Promise<EnqueueReceipt> {
    return this.#producer.enqueue(job, options);
  }

  enqueueAll(
    jobs: readonly StoredJob[],
    options?: EnqueueOptions,
  ): Promise<(EnqueueReceipt | Error)[]> {
    return this.#producer.enqueueAll(jobs, options);
  }

  async consume(capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer> {
    const store = await this.#access.fitAtLast();
    const name = capsules[0]?.queues[0]?.name ?? 'default';
    const consumer = new BullConsumer(capsules, perform, {
      root: store.workerBackend(name, this.#workerOptions()),
      workerOptions: this.#workerOptions(),
      stalledInterval: this.#options.stalledInterval,
      onError: this.#options.onError,
      onRecovered: this.#options.onRecovered,
      enqueue: (job, relation) =>
        relation ? this.#producer.enqueueChild(job, relation) : this.#producer.enqueue(job),
      keys: () => store.uniqueKeys,
      inOrder: store.kind !== 'postgres',
      cancelMarks: store.cancelMarks,
      locks: store.locks,
      turnstile: store.turnstile,
    });
    this.#consumers.add(consumer);
    return consumer.start();
  }

  processes(): ProcessDirectory {
    return storeDirectory(() => this.#access.ready());
  }

  inspect(): QueueInspector {
    return new BullInspector(this.#looking);
  }

  jobs(): JobDirectory {
    return new BullJobs(this.#looking);
  }

  locks(): LockStore {
    return storeLocks(() => this.#access.ready());
  }

  uniqueLocks(): UniqueLocks {
    return storeUniqueLocks(() => this.#access.ready());
  }

  async schedule(): Promise<ScheduleStore> {
    return (await this.#access.ready()).schedule;
  }

  nativeQueue(name: string): Promise<AnyQueue> {
    return this.#looking.queue(name);
  }

  async ping(timeout: number): Promise<void> {
    await pingStore(await this.#access.open(), timeout);
  }

  async close(): Promise<void> {
    await this.#looking.close();
    const queues = this.#producer.release();
    const store = await this.#access.release();
    await Promise.allSettled(queues.map((queue) => queue.close()));
    await store?.close();
  }

  /** A killed worker's jobs are back after the lock ran out and the next check: about 32 s by default. */
  #workerOptions(): WorkerOptions {
    const { name, lockDuration, stalledInterval } = this.#options;
    return {
      ...this.#access.current?.workerOptions().options,
      autorun: false,
      lockDuration,
      stalledInterval,
      maxStalledCount: MAX_STALLED_COUNT,
      ...retentionFor(name),
    } as WorkerOptions;
  }
}

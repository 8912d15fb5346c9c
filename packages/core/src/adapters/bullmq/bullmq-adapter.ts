import { setTimeout } from 'node:timers/promises';
import { Queue, type WorkerOptions } from 'bullmq';
import { EnqueueError } from '../enqueue-error';
import type { ProcessDirectory } from '../process-directory';
import type { QueueInspector } from '../queue-inspector';
import { StoreError } from '../store-error';
import type {
  Consumer,
  ConsumeOptions,
  EnqueueReceipt,
  Perform,
  QueueAdapter,
  StoredJob,
} from '../queue-adapter';
import type { AnyQueue } from './any-queue';
import { BullConsumer } from './bull-consumer';
import { enqueueInChunks } from './enqueue-in-chunks';
import { BullInspector } from './inspect/bull-inspector';
import { storeDirectory } from './inspect/store-directory';
import type { BullStore } from './store';
import { retentionFor } from './retention';
import { toBullJob } from './to-bullmq-job';

export interface BullMQAdapterOptions {
  readonly open: () => Promise<BullStore>;
  readonly name: 'redis' | 'postgres' | 'embedded';
  readonly production: boolean;
  /** Milliseconds. */
  readonly enqueueTimeout: number;
  /** Milliseconds. */
  readonly lockDuration: number;
  /** Milliseconds. */
  readonly stalledInterval: number;
  readonly onWarning: (warning: { code: string; message: string }) => void;
  readonly onError: (error: Error) => void;
  /** Jobs were given back whose worker is gone. */
  readonly onRecovered: (queue: string, ids: readonly string[]) => void;
}

/** Milliseconds between two tries to start a worker on a store that is away. */
const PAUSE_BETWEEN_TRIES = 500;

/** BullMQ's own default of 1 fails a job at its second crash, whatever its attempts. */
const MAX_STALLED_COUNT = 3;

/** Jobs in BullMQ: on Redis, on PostgreSQL, or on the embedded store. */
export class BullMQAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly #options: BullMQAdapterOptions;
  readonly #queues = new Map<string, AnyQueue>();
  readonly #consumers = new Set<Consumer>();
  #opening: Promise<BullStore> | undefined;
  #store: BullStore | undefined;
  #checking: Promise<void> | undefined;
  #inspector: BullInspector | undefined;
  #closed = false;

  constructor(options: BullMQAdapterOptions) {
    this.#options = options;
    this.name = options.name;
    this.reordersKeys = options.name !== 'redis';
  }

  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    try {
      // Before the store opens: the job is what it was at the call.
      const bullJob = toBullJob(job);
      const queue = this.#readyQueue(job.queue) ?? (await this.#openQueue(job.queue));
      return receiptFor(job, await queue.getBackend().addJob(bullJob, job.id));
    } catch (error) {
      throw enqueueError(job, error as Error);
    }
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    const results = new Map<StoredJob, EnqueueReceipt | Error>();
    await Promise.all(
      [...groupByQueue(jobs)].map(async ([name, group]) => {
        const ids = await enqueueInChunks(
          group,
          async () => this.#readyQueue(name) ?? this.#openQueue(name),
        );
        group.forEach((job, index) => {
          const id = ids[index];
          results.set(job, id instanceof Error ? enqueueError(job, id) : receiptFor(job, id));
        });
      }),
    );
    return jobs.map((job) => results.get(job) ?? {});
  }

  async consume(options: ConsumeOptions, perform: Perform): Promise<Consumer> {
    const store = await this.#openFit();
    const consumer = new BullConsumer(options, perform, {
      root: store.workerBackend(options.queues[0]?.name ?? 'default', this.#workerOptions()),
      workerOptions: this.#workerOptions(),
      stalledInterval: this.#options.stalledInterval,
      onError: this.#options.onError,
      onRecovered: this.#options.onRecovered,
      enqueue: (job) => this.enqueue(job),
      inOrder: store.kind !== 'postgres',
    });
    this.#consumers.add(consumer);
    return consumer.start();
  }

  processes(): ProcessDirectory {
    return storeDirectory(() => this.#openReady());
  }

  inspect(): QueueInspector {
    this.#inspector ??= new BullInspector({
      open: () => this.#openReady(),
      onError: this.#options.onError,
    });
    return this.#inspector;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inspector?.close();
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    const store = this.#store ?? (await this.#opening?.catch(() => undefined));
    this.#store = undefined;
    this.#opening = undefined;
    this.#checking = undefined;
    await Promise.allSettled(queues.map((queue) => queue.close()));
    await store?.close();
  }

  /** The hot path: a known queue on a ready store costs no promise. */
  #readyQueue(name: string): AnyQueue | undefined {
    return this.#store?.isReady ? this.#queues.get(name) : undefined;
  }

  async #openQueue(name: string): Promise<AnyQueue> {
    const store = await this.#openReady();
    await this.#checkOnce(store);
    const known = this.#queues.get(name);
    if (known) return known;
    const { options, factory } = store.queueOptions();
    const queue: AnyQueue = new Queue(name, options, factory);
    queue.on('error', this.#options.onError);
    this.#queues.set(name, queue);
    store.survey.note(name);
    return queue;
  }

  async #openReady(): Promise<BullStore> {
    const store = await this.#open();
    await store.ready(this.#options.enqueueTimeout);
    return store;
  }

  #open(): Promise<BullStore> {
    this.#opening ??= this.#openOnce();
    return this.#opening;
  }

  async #openOnce(): Promise<BullStore> {
    try {
      const store = await this.#options.open();
      store.onError(this.#options.onError);
      return (this.#store = store);
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** A store that is away is waited for; one that is unfit is an error. */
  async #openFit(): Promise<BullStore> {
    for (;;) {
      try {
        const store = await this.#openReady();
        await this.#checkOnce(store);
        return store;
      } catch (error) {
        if (this.#closed || !isAway(error)) throw error;
        this.#options.onError(error);
        await setTimeout(PAUSE_BETWEEN_TRIES);
      }
    }
  }

  #checkOnce(store: BullStore): Promise<void> {
    this.#checking ??= this.#check(store).catch((error: unknown) => {
      this.#checking = undefined;
      throw error;
    });
    return this.#checking;
  }

  async #check(store: BullStore): Promise<void> {
    const { production, onWarning } = this.#options;
    for (const warning of await store.check({ production })) onWarning(warning);
  }

  /** A killed worker's jobs are back after the lock ran out and the next check: about 32 s by default. */
  #workerOptions(): WorkerOptions {
    const { name, lockDuration, stalledInterval } = this.#options;
    return {
      ...this.#store?.workerOptions().options,
      autorun: false,
      lockDuration,
      stalledInterval,
      maxStalledCount: MAX_STALLED_COUNT,
      ...retentionFor(name),
    } as WorkerOptions;
  }
}

function isAway(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'DROVER_STORE_UNREACHABLE';
}

function receiptFor({ id }: StoredJob, storedId: string | undefined): EnqueueReceipt {
  return storedId === undefined || storedId === id ? {} : { duplicateOf: storedId };
}

function enqueueError({ name, id, queue }: StoredJob, cause: Error): EnqueueError {
  const what = `${name} (Job ID: ${id}) was not stored on '${queue}': ${cause.message.replace(/[.?]$/, '')}.`;
  return new EnqueueError(cause instanceof StoreError ? what : `${what} ${MAYBE_STORED}`, {
    cause,
  });
}

/** Said of a command that was sent: its reply may be all that was lost. */
const MAYBE_STORED =
  'If the connection broke in the middle it may be stored all the same; enqueueing the same job object again is safe.';

function groupByQueue(jobs: readonly StoredJob[]): Map<string, StoredJob[]> {
  const groups = new Map<string, StoredJob[]>();
  for (const job of jobs) {
    const group = groups.get(job.queue);
    if (group) group.push(job);
    else groups.set(job.queue, [job]);
  }
  return groups;
}

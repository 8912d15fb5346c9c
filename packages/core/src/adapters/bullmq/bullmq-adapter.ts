import { Queue, type JobJson, type WorkerOptions } from 'bullmq';
import { EnqueueError } from '../enqueue-error';
import { toError } from '../../support/thrown-value-error';
import type { LockStore, UniqueLocks } from '../lock-store';
import type { JobDirectory } from '../job-directory';
import type { ProcessDirectory } from '../process-directory';
import type { QueueInspector } from '../queue-inspector';
import type { ScheduleStore } from '../schedule-store';
import { DroverError } from '../../support/drover-error';
import { asSentence } from '../../support/sentence';
import type {
  Consumer,
  ConsumeOptions,
  EnqueueOptions,
  EnqueueReceipt,
  Perform,
  QueueAdapter,
  StoredJob,
} from '../queue-adapter';
import type { AnyQueue } from './any-queue';
import { BullConsumer } from './bull-consumer';
import { enqueueInChunks } from './enqueue-in-chunks';
import { enlisted } from './postgres/enlist';
import { BullInspector } from './inspect/bull-inspector';
import { BullJobs } from './inspect/bull-jobs';
import { OpenQueues } from './inspect/open-queues';
import { storeDirectory } from './inspect/store-directory';
import { storeLocks } from './store-locks';
import { pingStore } from './ping-store';
import { StoreAccess, type StoreAccessOptions } from './store-access';
import { retentionFor } from './retention';
import { toBullJob } from './to-bullmq-job';
import { addInSpiteOf } from './unique/add-in-spite-of';
import { takeAcross } from './unique/across-queues';
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
  readonly #options: BullMQAdapterOptions;
  readonly #queues = new Map<string, AnyQueue>();
  readonly #consumers = new Set<Consumer>();
  readonly #access: StoreAccess;
  readonly #looking: OpenQueues;

  constructor(options: BullMQAdapterOptions) {
    this.#options = options;
    this.#access = new StoreAccess(options);
    this.#looking = new OpenQueues({
      open: () => this.#access.ready(),
      onError: options.onError,
    });
    this.name = options.name;
    this.reordersKeys = options.name !== 'redis';
    this.enlists = options.name === 'postgres';
  }

  async enqueue(job: StoredJob, { transaction }: EnqueueOptions = {}): Promise<EnqueueReceipt> {
    try {
      // Before the store opens: the job is what it was at the call.
      const bullJob = toBullJob(job);
      const queue = this.#readyQueue(job.queue) ?? (await this.#openQueue(job.queue));
      const duplicateOf = job.unique?.acrossQueues ? await this.#takeAcross(job) : undefined;
      if (duplicateOf !== undefined) return { duplicateOf };
      const add = () => queue.getBackend().addJob(bullJob, job.id);
      const stored = await (transaction ? enlisted(transaction, add) : add());
      if (stored === job.id) return {};
      if (transaction) return { duplicateOf: stored };
      return await this.#settle(stored, bullJob, queue);
    } catch (error) {
      throw enqueueError(job, error as Error);
    }
  }

  async enqueueAll(
    jobs: readonly StoredJob[],
    options: EnqueueOptions = {},
  ): Promise<(EnqueueReceipt | Error)[]> {
    const results = new Map<StoredJob, EnqueueReceipt | Error>();
    const across = jobs.filter(({ unique }) => unique?.acrossQueues);
    for (const job of across) results.set(job, await this.enqueue(job, options).catch(toError));
    const rest = across.length > 0 ? jobs.filter((job) => !results.has(job)) : jobs;
    const { transaction } = options;
    await Promise.all(
      [...groupByQueue(rest)].map(async ([name, group]) => {
        const receipts = await enqueueInChunks(group, {
          queueFor: async () => this.#readyQueue(name) ?? this.#openQueue(name),
          inOrder: this.name !== 'postgres',
          add: (backend, entries) =>
            transaction
              ? enlisted(transaction, () => backend.addJobs(entries))
              : backend.addJobs(entries),
          settle: async (stored, job, queue) =>
            transaction ? { duplicateOf: stored } : this.#settle(stored, job, queue),
        });
        group.forEach((job, index) => {
          const receipt = receipts[index] ?? {};
          results.set(job, receipt instanceof Error ? enqueueError(job, receipt) : receipt);
        });
      }),
    );
    return jobs.map((job) => results.get(job) ?? {});
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
      enqueue: (job) => this.enqueue(job),
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
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    const store = await this.#access.release();
    await Promise.allSettled(queues.map((queue) => queue.close()));
    await store?.close();
  }

  async #takeAcross(job: StoredJob): Promise<string | undefined> {
    return takeAcross(job, (await this.#access.ready()).uniqueKeys);
  }

  /** The store kept another job: perhaps one that has no right to its lock any more. */
  async #settle(stored: string, job: JobJson, queue: AnyQueue): Promise<EnqueueReceipt> {
    const { uniqueKeys: keys } = await this.#access.ready();
    return addInSpiteOf(stored, job, { queue, keys });
  }

  /** The hot path: a known queue on a ready store costs no promise. */
  #readyQueue(name: string): AnyQueue | undefined {
    return this.#access.current?.isReady ? this.#queues.get(name) : undefined;
  }

  async #openQueue(name: string): Promise<AnyQueue> {
    const store = await this.#access.fit();
    const known = this.#queues.get(name);
    if (known) return known;
    const { options, factory } = store.queueOptions();
    const queue: AnyQueue = new Queue(name, options, factory);
    queue.on('error', this.#options.onError);
    this.#queues.set(name, queue);
    store.survey.note(name);
    return queue;
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

function enqueueError({ name, id, queue }: StoredJob, cause: Error): EnqueueError {
  const what = `${name} (Job ID: ${id}) was not stored on '${queue}': ${asSentence(cause.message)}`;
  return new EnqueueError(cause instanceof DroverError ? what : `${what} ${MAYBE_STORED}`, {
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

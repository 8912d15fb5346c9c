import { Queue, type JobJson } from 'bullmq';
import { DroverError } from '../../support/drover-error';
import { asSentence } from '../../support/sentence';
import { toError } from '../../support/thrown-value-error';
import { EnqueueError } from '../enqueue-error';
import type { EnqueueOptions, EnqueueReceipt } from '../queue-adapter';
import type { StoredJob } from '../stored-job';
import type { AnyQueue } from './any-queue';
import { storeBatch, storeChild } from './batches/store-batch';
import type { Relation } from './batches/to-child';
import { enqueueInChunks } from './enqueue-in-chunks';
import { enlisted } from './postgres/enlist';
import { groupBy } from './group-by';
import type { StoreKind } from './store';
import type { StoreAccess } from './store-access';
import { toBullJob } from './to-bullmq-job';
import { takeAcross } from './unique/across-queues';
import { addInSpiteOf } from './unique/add-in-spite-of';

interface BullProducerParts {
  readonly access: StoreAccess;
  readonly kind: StoreKind;
  readonly onError: (error: Error) => void;
}

/** The way into the store: opens each queue at its first job, and tells of jobs that were kept out. */
export class BullProducer {
  readonly #access: StoreAccess;
  readonly #kind: StoreKind;
  readonly #onError: (error: Error) => void;
  readonly #queues = new Map<string, AnyQueue>();

  constructor({ access, kind, onError }: BullProducerParts) {
    this.#access = access;
    this.#kind = kind;
    this.#onError = onError;
  }

  async enqueue(job: StoredJob, options: EnqueueOptions = {}): Promise<EnqueueReceipt> {
    try {
      if (job.after) return await this.#storeBatch(job, options);
      const { transaction } = options;
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
    const apart = jobs.filter(({ unique, after }) => unique?.acrossQueues ?? after);
    for (const job of apart) results.set(job, await this.enqueue(job, options).catch(toError));
    const rest = apart.length > 0 ? jobs.filter((job) => !results.has(job)) : jobs;
    const { transaction } = options;
    await Promise.all(
      [...groupBy(rest, ({ queue }) => queue)].map(async ([name, group]) => {
        const receipts = await enqueueInChunks(group, {
          queueFor: async () => this.#readyQueue(name) ?? this.#openQueue(name),
          kind: this.#kind,
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

  /** Stores a job that another one waits for. */
  async enqueueChild(job: StoredJob, relation: Relation): Promise<void> {
    await storeChild(toBullJob(job), relation, await this.#openQueue(job.queue));
  }

  /** Forgets its queues, which are to be closed once nobody opens the store any more. */
  release(): readonly AnyQueue[] {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    return queues;
  }

  async #storeBatch(job: StoredJob, options: EnqueueOptions): Promise<EnqueueReceipt> {
    const links = async () => (await this.#access.ready()).batchLinks;
    await storeBatch(job, { queueFor: (name) => this.#openQueue(name), links }, options);
    return {};
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
    queue.on('error', this.#onError);
    this.#queues.set(name, queue);
    store.survey.note(name);
    return queue;
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

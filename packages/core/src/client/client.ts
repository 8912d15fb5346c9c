import { EnqueueError } from '../adapters/enqueue-error';
import type { EnqueueReceipt, QueueAdapter } from '../adapters/queue-adapter';
import type { StoredJob } from '../adapters/stored-job';
import { TransactionNotSupportedError } from '../adapters/transaction-not-supported-error';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import type { TransactionClient } from '../options/transaction';
import { UniqueConflictError } from '../options/unique-conflict-error';
import type { JobData } from '../serialization/job-data';
import type { PayloadGuard } from './payload-guard';

/** The way into the store: guards the size, hands the job over. */
export class Client {
  readonly #adapter: QueueAdapter;
  readonly #guard: PayloadGuard;

  constructor(adapter: QueueAdapter, guard: PayloadGuard) {
    this.#adapter = adapter;
    this.#guard = guard;
  }

  /**
   * Rejects with EnqueueError, UniqueConflictError.
   *
   * @throws PayloadTooLargeError, TransactionNotSupportedError, UnsupportedOperationError
   */
  enqueue(job: StoredJob, transaction?: TransactionClient): Promise<EnqueueReceipt> {
    this.#check(job);
    const receipt = transaction
      ? this.#enlisting().enqueue(job, { transaction })
      : this.#adapter.enqueue(job);
    return job.unique?.onConflict === 'raise'
      ? receipt.then((stored) => unlessRaised(job, stored))
      : receipt;
  }

  /**
   * One result per job, in order; an error for each that was not stored.
   *
   * @throws PayloadTooLargeError, TransactionNotSupportedError, UnsupportedOperationError before any is stored
   */
  async enqueueAll(
    jobs: readonly StoredJob[],
    transaction?: TransactionClient,
  ): Promise<readonly (EnqueueReceipt | Error)[]> {
    for (const job of jobs) this.#check(job);
    const receipts: unknown = await (transaction
      ? this.#enlisting().enqueueAll(jobs, { transaction })
      : this.#adapter.enqueueAll(jobs));
    return jobs.map((job, index) => resultOf(job, receipts, { index, adapter: this.#adapter }));
  }

  /** How many bytes more the data of a job may take; negative where there are too many already. */
  room(data: JobData): number {
    return this.#guard.room(data);
  }

  /** An adapter that knows no batches would leave out what the job waits for. */
  #check({ name, data, after }: StoredJob): void {
    this.#guard.check(name, data);
    if (!after) return;
    const { keepsBatches, name: adapter } = this.#adapter;
    if (!keepsBatches)
      throw new UnsupportedOperationError(adapter, WITH_BATCHES, 'batch-keeping enqueue');
    for (const each of after.jobs) this.#check(each);
  }

  /** An adapter that knows no transactions would store the job outside. */
  #enlisting(): QueueAdapter {
    if (this.#adapter.enlists) return this.#adapter;
    throw new TransactionNotSupportedError(`they are kept in the ${this.#adapter.name} store`);
  }
}

const WITH_BATCHES = 'stores with a job what it waits for, and says so by `keepsBatches`';

/** Of an adapter that does not tell what it stored, none counts as stored. */
function resultOf(
  job: StoredJob,
  receipts: unknown,
  { index, adapter }: { index: number; adapter: QueueAdapter },
): EnqueueReceipt | Error {
  const receipt = (receipts as (EnqueueReceipt | Error)[] | undefined)?.[index];
  if (receipt !== undefined) return conflictOf(job, receipt) ?? receipt;
  return new EnqueueError(
    `${job.name}: expected the adapter '${adapter.name}' to give a result for every job from ` +
      'enqueueAll(), got none: take it that the job was not stored.',
  );
}

function unlessRaised(job: StoredJob, receipt: EnqueueReceipt): EnqueueReceipt {
  const conflict = conflictOf(job, receipt);
  if (conflict) throw conflict;
  return receipt;
}

function conflictOf(
  { name, unique }: StoredJob,
  receipt: EnqueueReceipt | Error,
): UniqueConflictError | undefined {
  if (receipt instanceof Error || receipt.duplicateOf === undefined) return undefined;
  if (unique?.onConflict !== 'raise') return undefined;
  return new UniqueConflictError({ name, key: unique.key, duplicateOf: receipt.duplicateOf });
}

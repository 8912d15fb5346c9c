import type {
  Consumer,
  ConsumeOptions,
  EnqueueReceipt,
  LockStore,
  Outcome,
  Perform,
  QueueAdapter,
  StoredJob,
} from '@drover/core';

/** Lets the waits of retries, and the lives of locks, pass faster. What jobs declare, and what events announce, stays. */
export class ScaledAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly #inner: QueueAdapter;
  readonly #scale: number;

  constructor(inner: QueueAdapter, scale: number) {
    this.name = inner.name;
    this.reordersKeys = inner.reordersKeys ?? false;
    this.#inner = inner;
    this.#scale = scale;
  }

  enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    return this.#inner.enqueue(job);
  }

  enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    return this.#inner.enqueueAll(jobs);
  }

  consume(capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer> {
    return this.#inner.consume(capsules, async (delivery) => this.#scaled(await perform(delivery)));
  }

  locks(): LockStore {
    const inner = this.#inner.locks?.();
    if (!inner) throw new TypeError('The adapter keeps no locks');
    const scaled = <T extends { readonly ttl: number }>(timed: T): T => ({
      ...timed,
      ttl: timed.ttl * this.#scale,
    });
    return {
      acquire: (request) => inner.acquire(scaled(request)),
      renew: (leases) => inner.renew(leases.map(scaled)),
      release: (lease) => inner.release(lease),
      list: (key) => inner.list(key),
    };
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #scaled(outcome: Outcome): Outcome {
    if (outcome.kind !== 'retried') return outcome;
    return { ...outcome, delay: Math.ceil(outcome.delay * this.#scale) };
  }
}

import type {
  Consumer,
  ConsumeOptions,
  EnqueueReceipt,
  Perform,
  QueueAdapter,
  StoredJob,
} from './queue-adapter';

/** Stands for an adapter that is built at its first use, so that importing jobs loads no store. */
export class LazyAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly #build: () => QueueAdapter;
  #built: QueueAdapter | undefined;

  constructor(
    { name, reordersKeys }: Pick<QueueAdapter, 'name' | 'reordersKeys'>,
    build: () => QueueAdapter,
  ) {
    this.name = name;
    this.reordersKeys = reordersKeys ?? false;
    this.#build = build;
  }

  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    return this.#adapter().enqueue(job);
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    return this.#adapter().enqueueAll(jobs);
  }

  async consume(options: ConsumeOptions, perform: Perform): Promise<Consumer> {
    return this.#adapter().consume(options, perform);
  }

  async close(): Promise<void> {
    await this.#built?.close();
  }

  #adapter(): QueueAdapter {
    this.#built ??= this.#build();
    return this.#built;
  }
}

import type { LockStore, UniqueLocks } from './lock-store';
import type { JobDirectory } from './job-directory';
import type { ProcessDirectory } from './process-directory';
import type { Consumer } from './consumer';
import type { ConsumeOptions, EnqueueOptions, EnqueueReceipt, QueueAdapter } from './queue-adapter';
import type { StoredJob } from './stored-job';
import type { Perform } from './delivery';
import type { QueueInspector } from './queue-inspector';
import type { ScheduleStore } from './schedule-store';

type Known = 'name' | 'reordersKeys' | 'enlists' | 'keepsBatches';

type CompleteAdapter = Required<QueueAdapter>;

/** Stands for an adapter that is built at its first use, so that importing jobs loads no store. */
export class LazyAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly enlists: boolean;
  readonly keepsBatches: boolean;
  readonly #build: () => CompleteAdapter;
  #built: CompleteAdapter | undefined;

  constructor(
    { name, reordersKeys, enlists, keepsBatches }: Pick<QueueAdapter, Known>,
    build: () => CompleteAdapter,
  ) {
    this.name = name;
    this.reordersKeys = reordersKeys ?? false;
    this.enlists = enlists ?? false;
    this.keepsBatches = keepsBatches ?? false;
    this.#build = build;
  }

  enqueue(job: StoredJob, options?: EnqueueOptions): Promise<EnqueueReceipt> {
    return this.#built ? this.#built.enqueue(job, options) : this.#enqueueFirst(job, options);
  }

  async enqueueAll(
    jobs: readonly StoredJob[],
    options?: EnqueueOptions,
  ): Promise<(EnqueueReceipt | Error)[]> {
    return this.#adapter().enqueueAll(jobs, options);
  }

  async consume(capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer> {
    return this.#adapter().consume(capsules, perform);
  }

  processes(): ProcessDirectory {
    return this.#adapter().processes();
  }

  inspect(): QueueInspector {
    return this.#adapter().inspect();
  }

  locks(): LockStore {
    return this.#adapter().locks();
  }

  uniqueLocks(): UniqueLocks {
    return this.#adapter().uniqueLocks();
  }

  jobs(): JobDirectory {
    return this.#adapter().jobs();
  }

  async schedule(): Promise<ScheduleStore> {
    return this.#adapter().schedule();
  }

  async nativeQueue(name: string): Promise<unknown> {
    return this.#adapter().nativeQueue(name);
  }

  async ping(timeout: number): Promise<void> {
    await this.#adapter().ping(timeout);
  }

  async close(): Promise<void> {
    await this.#built?.close();
  }

  /** What goes wrong while building rejects, and is not thrown. */
  async #enqueueFirst(job: StoredJob, options?: EnqueueOptions): Promise<EnqueueReceipt> {
    return this.#adapter().enqueue(job, options);
  }

  #adapter(): CompleteAdapter {
    this.#built ??= this.#build();
    return this.#built;
  }
}

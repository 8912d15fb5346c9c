import {
  EnqueueError,
  type Consumer,
  type ConsumeOptions,
  type Delivery,
  type EnqueueReceipt,
  type Outcome,
  type Perform,
  type QueueAdapter,
  type QueueInspector,
  type StoredJob,
} from '@drover/core';
import { isEnd, Trace } from './trace';

export interface TapOptions {
  readonly now: () => number;
  /** The longest a retry waits in the store, in milliseconds. What is announced stays exact. */
  readonly longestWait: number;
}

/** An adapter with a tap on it: traces what passes, shortens waits, and refuses jobs when told to. */
export class TappedAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  /** Absent where the store cannot be looked into. */
  readonly inspect?: () => QueueInspector;
  /** Ids of jobs that ran again after they had come to their end. */
  readonly ghosts: string[] = [];
  trace = new Trace();
  readonly #inner: QueueAdapter;
  readonly #options: TapOptions;
  readonly #ended = new Set<string>();
  #refusals = 0;
  #tellsNothing = false;
  #ask: Delivery['interruption'];

  constructor(inner: QueueAdapter, options: TapOptions) {
    this.name = inner.name;
    this.reordersKeys = inner.reordersKeys ?? false;
    this.#inner = inner;
    if (inner.inspect) this.inspect = inner.inspect.bind(inner);
    this.#options = options;
  }

  /** The store takes none of the next so many jobs. */
  refuseNext(jobs: number): void {
    this.#refusals = jobs;
  }

  /** The next bulk enqueue says nothing of what it stored, and stores nothing. */
  tellNothingNext(): void {
    this.#tellsNothing = true;
  }

  /** Runs end at the checkpoints of which `ask` gives a reason. */
  interruptWhere(ask: Delivery['interruption']): void {
    this.#ask = ask;
  }

  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    if (this.#refuses()) throw new EnqueueError(`${job.name} was refused`);
    this.trace.stored.push(job);
    return this.#inner.enqueue(job);
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    if (this.#refuses()) return jobs.map(({ name }) => new EnqueueError(`${name} was refused`));
    if (this.#tellsNothing) {
      this.#tellsNothing = false;
      return undefined as never;
    }
    this.trace.stored.push(...jobs);
    return this.#inner.enqueueAll(jobs);
  }

  consume(capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer> {
    return this.#inner.consume(capsules, (delivery) => this.#traced(delivery, perform));
  }

  /** The store outlives the application: the next one goes on with it. */
  async close(): Promise<void> {}

  #refuses(): boolean {
    this.#refusals -= 1;
    return this.#refusals >= 0;
  }

  async #traced(delivery: Delivery, perform: Perform): Promise<Outcome> {
    const { id } = delivery;
    if (this.#ended.has(id)) this.ghosts.push(id);
    this.trace.runs.push({ delivery, at: this.#options.now() });
    const ask = this.#ask;
    if (ask) Object.defineProperty(delivery, 'interruption', { value: ask });
    const outcome = await perform(delivery);
    if (isEnd(outcome)) this.#ended.add(id);
    this.trace.outcomes.push({ id, outcome });
    return this.#hurried(outcome);
  }

  #hurried(outcome: Outcome): Outcome {
    if (!('delay' in outcome) || outcome.kind === 'snoozed') return outcome;
    return { ...outcome, delay: Math.min(outcome.delay, this.#options.longestWait) };
  }
}

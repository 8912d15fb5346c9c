import type { Application, Delivery, StoredJob } from '@drover/core';
import type { TappedAdapter } from './tapped-adapter';
import type { Trace } from './trace';

export interface WorldParts {
  readonly app: Application;
  readonly tap: TappedAdapter;
  /** What the clock's `random()` returns. */
  readonly chance: { value: number };
  readonly exactTime: boolean;
  readonly settle: () => Promise<void>;
  readonly settleDue: () => Promise<void>;
}

/** What a case sees: an application on some store, and what its jobs went through. */
export class World {
  readonly app: Application;
  readonly trace: Trace;
  /** Resolves when every job has come to its end. */
  readonly settle: () => Promise<void>;
  /** Resolves when those that are due by now have. */
  readonly settleDue: () => Promise<void>;
  /** Whether a retry waits exactly as long as announced. */
  readonly exactTime: boolean;
  readonly #parts: WorldParts;

  constructor(parts: WorldParts) {
    this.app = parts.app;
    this.trace = parts.tap.trace;
    this.settle = parts.settle;
    this.settleDue = parts.settleDue;
    this.exactTime = parts.exactTime;
    this.#parts = parts;
  }

  /** What chance says from here on, from 0 to 1. */
  setChance(value: number): void {
    this.#parts.chance.value = value;
  }

  /** The store takes none of the next so many jobs. */
  refuseNext(jobs: number): void {
    this.#parts.tap.refuseNext(jobs);
  }

  /** Runs of jobs with steps end at the checkpoints of which `ask` gives a reason. */
  interruptWhere(ask: NonNullable<Delivery['interruption']>): void {
    this.#parts.tap.interruptWhere(ask);
  }

  /** The store does not say what it made of the next bulk enqueue. */
  tellNothingNext(): void {
    this.#parts.tap.tellNothingNext();
  }

  /** Stores a job by hand, as another version of the program may have left it. */
  async put(
    job: Pick<StoredJob, 'id' | 'name'> & { data: Partial<StoredJob['data']> },
  ): Promise<void> {
    const { app } = this.#parts;
    const data = { drover: 1, args: [], ...job.data };
    await app.adapter.enqueue({
      ...job,
      queue: 'default',
      priority: 0,
      enqueuedAt: app.clock.now(),
      data,
    });
  }
}

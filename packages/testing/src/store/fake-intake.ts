import type { EnqueueReceipt, StoredBatch, StoredJob } from '@drover/core';
import type { FakeClock } from './fake-clock';
import type { HeldJobs } from './held-jobs';
import type { Journal } from './journal';
import { throughJson } from './next-run';
import type { UniqueKeys } from './unique-keys';
import type { WaitingJobs } from './waiting-jobs';

interface IntakeParts {
  readonly clock: FakeClock;
  readonly keys: UniqueKeys;
  readonly waiting: WaitingJobs;
  readonly held: HeldJobs;
  readonly journal: Journal;
}

/** The way into the fake store. As in every store, an id is stored once. */
export class FakeIntake {
  readonly #parts: IntakeParts;
  readonly #ids = new Set<string>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  store(job: StoredJob): EnqueueReceipt {
    if (this.#ids.has(job.id)) return {};
    return job.after ? this.#hold(job, job.after) : this.#admit(job);
  }

  clear(): void {
    this.#ids.clear();
  }

  #admit(job: StoredJob): EnqueueReceipt {
    const { clock, keys, waiting, journal } = this.#parts;
    const now = clock.now();
    const { job: stored, receipt } = keys.admit(job, now);
    if (!stored) return receipt;
    const kept = throughJson(stored);
    this.#ids.add(kept.id);
    journal.stored(kept);
    waiting.add({
      ...kept,
      dueAt: Math.max(now, kept.scheduledAt ?? now),
      attemptsMade: 0,
      log: [],
    });
    return receipt;
  }

  #hold(job: StoredJob, batch: StoredBatch): EnqueueReceipt {
    for (const each of batch.jobs) this.store(each);
    this.#ids.add(job.id);
    this.#parts.journal.stored(throughJson(job));
    this.#parts.held.hold(job, batch);
    return {};
  }
}

import { asSentence } from '../../support/sentence';
import { EnqueueError } from '../../adapters/enqueue-error';
import { STATE } from '../job-state';
import type { Stateful } from '../performable';

/** Jobs that are held back together, and how they are stored. */
export interface HeldGroup {
  readonly jobs: readonly Stateful[];
  readonly isBulk: boolean;
  /** Writes on each job what came of it. */
  readonly push: () => Promise<unknown>;
}

/** The enqueues of a transaction that is open. */
export class EnqueueUnit {
  #groups: HeldGroup[] = [];

  /** The jobs count as enqueued from now on. */
  hold(group: HeldGroup): true {
    for (const job of group.jobs) job[STATE].enqueued = true;
    this.#groups.push(group);
    return true;
  }

  /** The inner transaction is part of this one. */
  adopt(inner: EnqueueUnit): void {
    this.#groups.push(...inner.#take());
  }

  /** The transaction is committed. @throws EnqueueError when at least one job was not stored */
  async flush(): Promise<void> {
    const groups = this.#take();
    for (const batch of batches(groups)) await Promise.allSettled(batch.map(({ push }) => push()));
    const jobs = groups.flatMap((group) => group.jobs);
    const errors = jobs.flatMap((job) => job[STATE].enqueueError ?? []);
    if (errors.length > 0) throw notStored(errors, jobs.length);
  }

  /** The transaction is rolled back. */
  drop(): void {
    for (const job of this.#take().flatMap(({ jobs }) => jobs)) {
      job[STATE].enqueued = false;
      job[STATE].notEnqueuedBecause = 'rolledBack';
    }
  }

  #take(): HeldGroup[] {
    const groups = this.#groups;
    this.#groups = [];
    return groups;
  }
}

/** In their order: single enqueues are sent one behind the other, a bulk waits for those before it. */
function batches(groups: readonly HeldGroup[]): HeldGroup[][] {
  const found: HeldGroup[][] = [];
  for (const group of groups) {
    const last = found.at(-1);
    if (last && [last[0], group].every((each) => each?.isBulk === false)) last.push(group);
    else found.push([group]);
  }
  return found;
}

function notStored(errors: readonly Error[], jobs: number): EnqueueError {
  return new EnqueueError(
    `The transaction is committed, but ${errors.length} of ${jobs} jobs enqueued in it were not stored: ` +
      `${asSentence(errors[0]?.message ?? '')} Each of them has an 'enqueueError'; enqueueing it again is safe.`,
    { cause: errors[0] },
  );
}

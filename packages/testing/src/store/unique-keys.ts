import type { EnqueueReceipt, HeldLock, StoredJob, UniqueLock } from '@drover/core';
import type { Journal } from './journal';
import type { RunningJobs } from './running-jobs';
import type { WaitingJobs } from './waiting-jobs';

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly since: number;
  readonly lock: UniqueLock;
}

/** What becomes of a job that is to be stored, and what its producer is told. */
export interface Admission {
  /** The job as it is stored; undefined when it is refused. */
  readonly job?: StoredJob;
  readonly receipt: EnqueueReceipt;
}

/** The locks of unique jobs. As in a real store, they are looked at only when a job meets one. */
export class UniqueKeys {
  readonly #holders = new Map<string, Holder>();
  readonly #waiting: WaitingJobs;
  readonly #running: RunningJobs;
  readonly #journal: Journal;

  constructor(waiting: WaitingJobs, running: RunningJobs, journal: Journal) {
    this.#waiting = waiting;
    this.#running = running;
    this.#journal = journal;
  }

  admit(job: StoredJob, now: number): Admission {
    const { unique } = job;
    if (!unique) return { job, receipt: {} };
    const slots = Array.from({ length: unique.limit ?? 1 }, (_, slot) => placeOf(job, slot));
    const isFree = (slot: string) => {
      const owner = this.#holders.get(slot);
      return !owner || this.#isOver(owner, now);
    };
    const place = slots.find(isFree) ?? placeOf(job, 0);
    const holder = this.#holders.get(place);
    const admission =
      holder && !this.#isOver(holder, now)
        ? this.#settle(place, holder, { ...job, unique })
        : { job, receipt: {} };
    const lock = admission.job?.unique;
    const { id, name, queue, enqueuedAt: since } = job;
    if (lock) this.#holders.set(place, { id, name, queue, since, lock });
    return admission;
  }

  /** Those that are held by right, the oldest first. */
  list(now: number): readonly HeldLock[] {
    return [...this.#holders.values()]
      .filter((holder) => !this.#isOver(holder, now))
      .map(({ id, name, queue, since, lock: { key, expiresAt = Infinity } }) => ({
        ...{ key: `${queue}:${key}`, name, queue, owner: id, jobId: id },
        ...{ since, expires: expiresAt, fence: 0 },
      }))
      .toSorted((a, b) => a.since - b.since);
  }

  release({ key, owner }: HeldLock): boolean {
    const entry = [...this.#holders].find(
      ([, { id, queue, lock }]) => id === owner && `${queue}:${lock.key}` === key,
    );
    return entry !== undefined && this.#holders.delete(entry[0]);
  }

  clear(): void {
    this.#holders.clear();
  }

  #isOver({ id, lock: { until, expiresAt = Infinity } }: Holder, now: number): boolean {
    if (now >= expiresAt) return true;
    if (until === 'expired') return false;
    return until === 'executing' ? !this.#waits(id) : !this.#waits(id) && !this.#running.has(id);
  }

  #settle(place: string, holder: Holder, job: StoredJob & { unique: UniqueLock }): Admission {
    const { id, lock } = holder;
    const owner = this.#waiting.find(id);
    const { onConflict, expiresAt } = job.unique;
    const dueAt = job.scheduledAt ?? job.enqueuedAt;
    if (owner && onConflict === 'replace') {
      this.#waiting.remove(owner);
      this.#journal.replaced(id);
      return replacing(job, lock);
    }
    if (owner && onConflict === 'reschedule') {
      this.#waiting.remove(owner);
      this.#waiting.add({ ...owner, dueAt });
      this.#journal.moved(id, dueAt);
      const moved = { ...lock, ...(expiresAt !== undefined && { expiresAt }) };
      this.#holders.set(place, { ...holder, lock: moved });
    }
    return { receipt: { duplicateOf: id } };
  }

  #waits(id: string): boolean {
    return this.#waiting.find(id) !== undefined;
  }
}

/** Where a slot of the job's lock is kept. */
function placeOf({ queue, unique }: StoredJob, slot: number): string {
  return JSON.stringify([unique?.acrossQueues ? '' : queue, unique?.key, slot]);
}

/** Due no later than the job before it might have been put off. */
function replacing(job: StoredJob & { unique: UniqueLock }, { dueBy }: UniqueLock): Admission {
  if (dueBy === undefined || job.scheduledAt === undefined) return { job, receipt: {} };
  const scheduledAt = Math.min(job.scheduledAt, dueBy);
  return {
    job: { ...job, scheduledAt, unique: { ...job.unique, dueBy } },
    receipt: scheduledAt < job.scheduledAt ? { scheduledAt } : {},
  };
}

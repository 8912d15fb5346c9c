import type { Clock, Entry, EntryRequest, StartLimit } from '@drover/core';
import type { EnqueuedJob, OutcomeOf } from './fake-jobs';
import type { FakeLocks } from './fake-locks';

/** A start that was, or one that is booked for a job. */
interface Start {
  readonly at: number;
  readonly jobId?: string;
}

/** The limits of a fake store: as in a real one, slots are locks, and starts are counted. */
export class FakeTurnstile {
  readonly #clock: Clock;
  readonly #locks: FakeLocks;
  /** By the id of the job that has a slot, or wants one. */
  readonly #limits = new Map<string, string>();
  readonly #starts = new Map<string, readonly Start[]>();

  constructor(clock: Clock, locks: FakeLocks) {
    this.#clock = clock;
    this.#locks = locks;
  }

  async enter(job: EnqueuedJob, { limit, throttle }: EntryRequest): Promise<Entry> {
    if (limit) {
      const { key, slots, ttl, waits } = limit;
      this.#limits.set(job.id, key);
      const holder = { name: job.name, queue: job.queue, jobId: job.id };
      const answer = await this.#locks.acquire({ key, owner: job.id, slots, ttl, holder });
      if (!answer.granted)
        return waits ? { kind: 'blocked', key } : { kind: 'refused', key, holders: answer.holders };
    }
    const wait = throttle ? this.#waitFor(job.id, throttle) : 0;
    return throttle && wait > 0
      ? { kind: 'blocked', key: throttle.key, wait }
      : { kind: 'entered' };
  }

  async leave({ id }: EnqueuedJob): Promise<void> {
    const key = this.#limits.get(id);
    this.#limits.delete(id);
    if (key !== undefined) await this.#locks.release({ key, owner: id });
  }

  /** Until its turn, or until a slot is given back, or expires. */
  putAside(job: EnqueuedJob, { wait }: OutcomeOf<'blocked'>): EnqueuedJob {
    const now = this.#clock.now();
    const blockedBy = this.#limits.get(job.id) ?? '';
    const dueAt = wait === undefined ? (this.#locks.freeAt(blockedBy) ?? now) : now + wait;
    return { ...job, dueAt, blockedBy };
  }

  clear(): void {
    this.#limits.clear();
    this.#starts.clear();
  }

  /** Milliseconds until the job may start. It is booked, or counted, as if it did. */
  #waitFor(jobId: string, { key, starts: most, per }: StartLimit): number {
    const now = this.#clock.now();
    const starts = (this.#starts.get(key) ?? []).filter(({ at }) => at > now - per);
    const own = starts.find((start) => start.jobId === jobId);
    const others = starts.filter((start) => start !== own).toSorted((a, b) => b.at - a.at);
    const latest = others.find((start) => start.jobId !== undefined)?.at ?? 0;
    const room = (others[most - 1]?.at ?? -Infinity) + per;
    const at = own ? Math.max(own.at, now) : Math.max(now, room, latest);
    this.#starts.set(key, [...others, at > now ? { at, jobId } : { at }]);
    return at - now;
  }
}

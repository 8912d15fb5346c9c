import type { StoredJob, UniqueLock } from '@drover/core';

interface Holder {
  readonly id: string;
  readonly lock: UniqueLock;
}

/** Where a job of the fake store is. */
export type Whereabouts = 'waiting' | 'running' | 'gone';

/** The locks of unique jobs. As in a real store, they are looked at only when a job meets one. */
export class UniqueKeys {
  readonly #holders = new Map<string, Holder>();
  readonly #find: (id: string) => Whereabouts;

  constructor(find: (id: string) => Whereabouts) {
    this.#find = find;
  }

  /** Takes the job's lock, if it has one. The id of the job that has it already. */
  take({ id, queue, unique }: StoredJob, now: number): string | undefined {
    if (!unique) return undefined;
    const place = JSON.stringify([queue, unique.key]);
    const holder = this.#holders.get(place);
    if (holder && !this.#isOver(holder, now)) return holder.id;
    this.#holders.set(place, { id, lock: unique });
    return undefined;
  }

  clear(): void {
    this.#holders.clear();
  }

  #isOver({ id, lock: { until, expiresAt = Infinity } }: Holder, now: number): boolean {
    if (now >= expiresAt) return true;
    if (until === 'expired') return false;
    const where = this.#find(id);
    return where === 'gone' || (where === 'running' && until === 'executing');
  }
}

import type { UniqueLock } from '../../packages/core/src/adapters/stored-job';

export type Until = UniqueLock['until'];

/** Where a job of the model is. An orphan is active, and its worker was killed. */
export type Place =
  | 'waiting'
  | 'delayed'
  | 'active'
  | 'orphan'
  | 'completed'
  | 'failed'
  | 'removed'
  | 'replaced';

export interface ModelJob {
  readonly id: string;
  readonly key: string;
  readonly until: Until;
  expiresAt: number | undefined;
  place: Place;
  /** A board had it run again, and it has not failed since. */
  isBack?: boolean;
}

const GONE: readonly Place[] = ['completed', 'failed', 'removed', 'replaced'];

/**
 * What locks promise, told without a store: who has each key, and who of them by right. Written from
 * the documentation, not from the code.
 */
export class Model {
  now: number;
  readonly jobs: ModelJob[] = [];
  readonly owners = new Map<string, ModelJob>();
  /** What each worker runs. */
  readonly workers: (ModelJob | undefined)[] = [undefined, undefined, undefined];

  constructor(now: number) {
    this.now = now;
  }

  in(...places: readonly Place[]): readonly ModelJob[] {
    return this.jobs.filter(({ place }) => places.includes(place));
  }

  /** Whether the key is this job's no more, though it may still be in the store. */
  isOver({ until, expiresAt = Infinity, place }: ModelJob, now = this.now): boolean {
    if (now >= expiresAt) return true;
    if (until === 'expired') return false;
    return GONE.includes(place) || (until === 'executing' && ['active', 'orphan'].includes(place));
  }

  /** Who has the key by right. */
  holder(key: string, now = this.now): ModelJob | undefined {
    const owner = this.owners.get(key);
    return owner && !this.isOver(owner, now) ? owner : undefined;
  }

  store(job: ModelJob): void {
    this.jobs.push(job);
    this.owners.set(job.key, job);
  }

  /** A job comes to its end; a lock that is not one until a time ends with it. */
  end(job: ModelJob, place: 'completed' | 'failed'): void {
    job.place = place;
    if (job.until !== 'expired') this.give(job);
  }

  /** A job is taken away, and its lock with it. */
  remove(job: ModelJob): void {
    job.place = 'removed';
    this.give(job);
  }

  /** Time passes; keys that the store itself forgets are forgotten. */
  advance(milliseconds: number): void {
    this.now += milliseconds;
    for (const [key, owner] of this.owners)
      if (owner.until === 'expired' && this.isOver(owner)) this.owners.delete(key);
  }

  give(job: ModelJob): void {
    if (this.owners.get(job.key) === job) this.owners.delete(job.key);
  }
}

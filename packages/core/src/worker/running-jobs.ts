import type { Delivery, Perform } from '../adapters/delivery';

/** A job that runs in this process now. */
export interface RunningJobInfo {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Kept informed of what runs. */
export interface RunningMirror {
  /** The place by which it is cleared. */
  put(job: RunningJobInfo): number;
  clear(place: number): void;
}

/** Knows what a worker runs at this moment. */
export class RunningJobs {
  readonly #since = new Map<Delivery, number>();
  readonly #places = new Map<Delivery, number>();
  #mirror: RunningMirror | undefined;
  #lastStart = Date.now();

  /** When the last job started; when this was made, if none has. Milliseconds since the epoch. */
  get lastStart(): number {
    return this.#lastStart;
  }

  /** The same perform, watched. */
  watch(perform: Perform): Perform {
    return (delivery) => {
      this.#started(delivery);
      const outcome = perform(delivery);
      // Never rejects, and nobody waits for this: one layer less around every job.
      void outcome.then(() => this.#ended(delivery));
      return outcome;
    };
  }

  /** What runs, and since when. */
  get starts(): ReadonlyMap<Delivery, number> {
    return this.#since;
  }

  /** The longest-running first. */
  list(): readonly RunningJobInfo[] {
    return [...this.#since].map(([delivery, since]) => toInfo(delivery, since));
  }

  deliveries(): readonly Delivery[] {
    return [...this.#since.keys()];
  }

  /** Keeps `mirror` informed of every job that starts and ends from now on. */
  mirrorTo(mirror: RunningMirror): void {
    this.#mirror = mirror;
    for (const [delivery, since] of this.#since) this.#show(mirror, delivery, since);
  }

  #started(delivery: Delivery): void {
    this.#lastStart = Date.now();
    this.#since.set(delivery, this.#lastStart);
    if (this.#mirror) this.#show(this.#mirror, delivery, this.#lastStart);
  }

  #ended(delivery: Delivery): void {
    this.#since.delete(delivery);
    const place = this.#places.get(delivery);
    if (place === undefined) return;
    this.#places.delete(delivery);
    this.#mirror?.clear(place);
  }

  #show(mirror: RunningMirror, delivery: Delivery, since: number): void {
    const { id, name, queue } = delivery;
    this.#places.set(delivery, mirror.put({ id, name, queue, since }));
  }
}

function toInfo({ id, name, queue }: Delivery, since: number): RunningJobInfo {
  return { id, name, queue, since };
}

import type { Delivery, Perform } from '../adapters/queue-adapter';

/** A job that runs in this process now. */
export interface RunningJobInfo {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Knows what a worker runs at this moment. */
export class RunningJobs {
  readonly #since = new Map<Delivery, number>();

  /** The same perform, watched. */
  watch(perform: Perform): Perform {
    return async (delivery) => {
      this.#since.set(delivery, Date.now());
      try {
        return await perform(delivery);
      } finally {
        this.#since.delete(delivery);
      }
    };
  }

  /** The longest-running first. */
  list(): readonly RunningJobInfo[] {
    return [...this.#since].map(([{ id, name, queue }, since]) => ({ id, name, queue, since }));
  }
}

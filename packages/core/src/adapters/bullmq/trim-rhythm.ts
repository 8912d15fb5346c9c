import type { Job as BullJob } from 'bullmq';

/** Jobs of a queue that complete here between two that take old ones with them. */
const JOBS = 16;
/** Milliseconds after which any job does: a quiet queue keeps nothing for longer than before. */
const PAUSE = 1000;

/**
 * Has every so many completed jobs of a busy queue remove those that are beyond retention, instead
 * of each: to find out which those are takes the store a fifteenth of all it does for a job.
 */
export class TrimRhythm {
  #jobs = 0;
  #trimmedAt = 0;

  /** To be called as a job completes. What the job itself says of its retention holds. */
  pace({ opts, processedOn = 0 }: BullJob): void {
    this.#jobs += 1;
    if (this.#jobs < JOBS && processedOn - this.#trimmedAt < PAUSE) {
      opts.removeOnComplete ??= false;
      return;
    }
    this.#jobs = 0;
    this.#trimmedAt = processedOn;
  }
}

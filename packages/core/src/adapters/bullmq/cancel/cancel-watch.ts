import type { RunningJob } from '../running-job';
import type { CancelMarks } from './cancel-marks';

/** Milliseconds between two looks. */
const INTERVAL = 500;
/** A job that has not run for so many milliseconds is looked at the next time: most jobs never are. */
const TOO_YOUNG = 100;

interface CancelWatchParts {
  readonly running: Iterable<RunningJob>;
  readonly marks: CancelMarks;
  readonly onError: (error: Error) => void;
}

/**
 * Finds out which of the running jobs were cancelled. A process that runs nothing, or nothing for
 * long, asks nothing; one that does asks once per interval about all of them.
 */
export class CancelWatch {
  readonly #parts: CancelWatchParts;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(parts: CancelWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), INTERVAL).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    const started = Date.now() - TOO_YOUNG;
    const jobs = [...this.#parts.running].filter(({ startedAt }) => startedAt <= started);
    if (jobs.length === 0) return;
    this.#looking = true;
    try {
      const marked = await this.#parts.marks.areMarked(jobs);
      jobs.forEach((job, index) => marked[index] && this.#cancel(job));
    } catch (error) {
      this.#parts.onError(error as Error);
    } finally {
      this.#looking = false;
    }
  }

  #cancel(job: RunningJob): void {
    job.cancel();
    this.#parts.marks.unmark(job).catch(this.#parts.onError);
  }
}

import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { Clock } from '../../support/clock';
import type { Worker } from '../worker';

/** Milliseconds without a fetch from which on it is worth asking whether there is work. */
export const STARVING_AFTER = 60_000;
/** Milliseconds an answer holds: it takes a look at every queue. */
const FRESH = 10_000;

/** The parts of a worker that tell whether it should be fetching. */
export type FetchingWorker = Pick<Worker, 'capsules' | 'running' | 'lastFetchAt'>;

/**
 * Finds work that a worker leaves lying. One whose slots are all taken by long jobs fetches nothing
 * either, and is well.
 */
export class Starvation {
  readonly #worker: FetchingWorker;
  readonly #adapter: Pick<QueueAdapter, 'inspect'>;
  readonly #clock: Clock;
  #looked: { readonly at: number; readonly queues: Promise<readonly string[]> } | undefined;

  constructor(worker: FetchingWorker, adapter: Pick<QueueAdapter, 'inspect'>, clock: Clock) {
    this.#worker = worker;
    this.#adapter = adapter;
    this.#clock = clock;
  }

  /** Queues whose jobs have waited that long while there was room for them. */
  async queues(): Promise<readonly string[]> {
    const now = this.#clock.now();
    if (now - this.#worker.lastFetchAt < STARVING_AFTER) return [];
    if (!this.#looked || now - this.#looked.at >= FRESH)
      this.#looked = { at: now, queues: this.#look(now) };
    return this.#looked.queues;
  }

  async #look(now: number): Promise<readonly string[]> {
    const inspector = this.#adapter.inspect?.();
    if (!inspector) return [];
    const names = this.#queuesWithRoom();
    const reports = await Promise.all(names.map((name) => inspector.look(name)));
    return names.filter((_, index) => {
      const { paused = true, waitingSince = now } = reports[index] ?? {};
      return !paused && now - waitingSince >= STARVING_AFTER;
    });
  }

  #queuesWithRoom(): readonly string[] {
    const running = this.#worker.running();
    return this.#worker.capsules.flatMap(({ queues, concurrency }) => {
      const names = queues.map(({ name }) => name);
      const busy = running.filter(({ queue }) => names.includes(queue)).length;
      return busy < concurrency ? names : [];
    });
  }
}

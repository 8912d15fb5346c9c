import type { ManagedWorker } from './managed-worker';

/** Node's longest timer, minus some. */
const LONGEST_TIMER = 2_000_000_000;

/** The slots that take jobs from a queue. */
interface Slots {
  readonly hasFreeSlot: boolean;
  /** Told when the queue may have work again. */
  woken(queue: PooledQueue): void;
}

/** One queue of a pool: whether it may have work, and when to look again. */
export class PooledQueue {
  /** Whether the queue may have work. */
  ready = true;
  /** How many fetches the queue is behind its share: the draw's. */
  credit = 0;
  /** Counts wake-ups. A fetch that was sent before one has a stale answer. */
  wakeUps = 0;
  /**
   * Whether the queue has a limit over all processes. A job that ends then makes room for another,
   * and no marker says so.
   */
  capped = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer that is set will fire. */
  #timerAt: number | undefined;

  constructor(
    readonly name: string,
    readonly weight: number | undefined,
    readonly worker: ManagedWorker,
    readonly pool: () => Slots,
  ) {}

  get isRateLimited(): boolean {
    return this.worker.limitedUntil > Date.now();
  }

  /** Empty, paused, limited or full: costs nothing until something wakes it. */
  sleep(): void {
    this.ready = false;
    const until = this.isRateLimited ? this.worker.limitedUntil : this.worker.nextDelayed;
    if (until > 0) this.wakeAt(until);
  }

  /** Own timers: Redis ends a blocking wait only at its 10 Hz tick, which is 46 ms late at the median. */
  wakeAt(time: number): void {
    if (this.#timerAt !== undefined && this.#timerAt <= time) return;
    clearTimeout(this.#timer);
    this.#timerAt = time;
    const delay = Math.max(0, Math.min(time - Date.now(), LONGEST_TIMER));
    this.#timer = setTimeout(() => this.#timeIsUp(), delay);
  }

  wake(): void {
    if (this.ready) return;
    this.ready = true;
    this.pool().woken(this);
  }

  /** Nothing wakes it any more, not even what a fetch still under way finds: a process must be able to end. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timerAt = -Infinity;
  }

  /** Timers fire up to a millisecond early: the fetch then finds nothing and asks for the same time. */
  #timeIsUp(): void {
    this.#timerAt = undefined;
    this.wake();
  }
}

import type { Job as BullJob } from 'bullmq';
import { draw, isStrict } from './draw';
import type { PooledQueue } from './pooled-queue';
import type { WakeWatch } from './wake-watch';

/** A job that was fetched and holds a slot. */
interface Held {
  readonly queue: PooledQueue;
  readonly job: BullJob;
  readonly token: string;
}

/**
 * With this probability a slot takes its next job from the queue it is on, in one round trip with
 * the finish of the last; else it draws. Both ways have the weights as their stationary
 * distribution, so fairness is the same. Measured: 0.96 of one queue's rate at 0.8, 0.77 at 0.
 */
const STICKINESS = 0.8;

/** A number of slots that take jobs from several queues by strict order or by weight. */
export class SlotPool {
  readonly #queues: readonly PooledQueue[];
  readonly #strict: boolean;
  readonly #random: () => number;
  readonly #onError: (error: Error) => void;
  #watch: WakeWatch | undefined;
  #free: number;
  #held = 0;
  #filling = false;
  #closed = false;
  #tokens = 0;
  /** A queue that has just woken up: no slot sticks until it has been drawn. */
  #fresh: PooledQueue | undefined;
  #idle: (() => void)[] = [];

  constructor(
    queues: readonly PooledQueue[],
    slots: number,
    parts: { random: () => number; onError: (error: Error) => void },
  ) {
    this.#queues = queues;
    this.#strict = isStrict(queues);
    this.#free = slots;
    this.#random = parts.random;
    this.#onError = parts.onError;
  }

  get hasFreeSlot(): boolean {
    return this.#free > 0;
  }

  start(watch: WakeWatch): void {
    this.#watch = watch;
    this.fill();
  }

  /** A queue may have work. */
  woken(queue: PooledQueue): void {
    this.#fresh = queue;
    this.fill();
  }

  /** Fetches no more. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves when no job is held and no fetch is under way. */
  async whenIdle(): Promise<void> {
    if (this.#held === 0 && !this.#filling) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Gives free slots to queues that may have work. */
  fill(): void {
    if (this.#filling || this.#closed) return;
    this.#filling = true;
    void this.#fillSlots().finally(() => {
      this.#filling = false;
      this.#settle();
      if (!this.#closed && this.#free > 0 && this.#queues.some(({ ready }) => ready)) this.fill();
    });
  }

  async #fillSlots(): Promise<void> {
    while (this.#free > 0 && !this.#closed) {
      const queue = this.#draw();
      if (!queue) return;
      this.#free -= 1;
      const held = await this.#fetch(queue);
      if (held) void this.#work(held);
      else this.#free += 1;
    }
  }

  #draw(): PooledQueue | undefined {
    return draw(this.#queues, this.#random);
  }

  async #fetch(queue: PooledQueue): Promise<Held | undefined> {
    if (this.#fresh === queue) this.#fresh = undefined;
    const token = `${queue.worker.id}:${this.#tokens++}`;
    const { wakeUps } = queue;
    try {
      const job = await queue.worker.getNextJob(token, { block: false });
      if (job) return { queue, job, token };
    } catch (error) {
      this.#onError(error as Error);
    }
    this.#foundEmpty(queue, wakeUps);
    return undefined;
  }

  /** A wake-up since the fetch was sent makes its "empty" stale: the queue stays ready. */
  #foundEmpty(queue: PooledQueue, wakeUps: number): void {
    if (queue.wakeUps !== wakeUps) return;
    queue.sleep();
    this.#watch?.arm();
  }

  /** Runs jobs in one slot until there is none for it. */
  async #work(first: Held): Promise<void> {
    this.#held += 1;
    for (let held: Held | undefined = first; held;) held = await this.#runAndFetchNext(held);
    this.#held -= 1;
    this.#free += 1;
    this.#settle();
    this.fill();
  }

  async #runAndFetchNext({ queue, job, token }: Held): Promise<Held | undefined> {
    let elsewhere: Promise<Held | undefined> | undefined;
    let stays = false;
    let wakeUps = queue.wakeUps;
    // BullMQ asks just before it sends the finish: the answer travels with it or right behind it.
    const decide = (): boolean => {
      if (this.#closed) return false;
      const next = this.#sticks(queue) ? queue : (this.#draw() ?? queue);
      wakeUps = queue.wakeUps;
      stays = next === queue;
      if (!stays) elsewhere = this.#fetch(next);
      return stays;
    };
    const next = await this.#process(queue, job, token, decide);
    if (next) return { queue, job: next, token };
    if (stays || queue.isRateLimited) this.#foundEmpty(queue, wakeUps);
    else if (queue.capped && !this.#closed) queue.wake();
    return elsewhere;
  }

  async #process(
    queue: PooledQueue,
    job: BullJob,
    token: string,
    decide: () => boolean,
  ): Promise<BullJob | undefined> {
    try {
      return (await queue.worker.processJob(job, token, decide)) as BullJob | undefined;
    } catch (error) {
      this.#onError(error as Error);
      return undefined;
    }
  }

  /** In strict order the first queue that may have work is always next. */
  #sticks(queue: PooledQueue): boolean {
    if (this.#fresh || !queue.ready || this.#strict) return false;
    return this.#random() < STICKINESS;
  }

  #settle(): void {
    if (this.#held > 0 || this.#filling) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

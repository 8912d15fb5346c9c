import type { Job as BullJob } from 'bullmq';
import { charge, draw, forgo, isStrict } from './draw';
import type { PooledQueue } from './pooled-queue';
import type { WakeWatch } from './wake-watch';

/** A job that was fetched and holds a slot. */
interface Held {
  readonly queue: PooledQueue;
  readonly job: BullJob;
  readonly token: string;
}

/** A number of slots that take jobs from several queues by strict order or by weight. */
export class SlotPool {
  readonly queues: readonly PooledQueue[];
  readonly #strict: boolean;
  readonly #random: () => number;
  readonly #onError: (error: Error) => void;
  #watch: WakeWatch | undefined;
  #free: number;
  #held = 0;
  #filling = false;
  #closed = false;
  #tokens = 0;
  /** A queue that has just woken up: no slot stays on another until it has been drawn. */
  #fresh: PooledQueue | undefined;
  #idle: (() => void)[] = [];

  constructor(
    queues: readonly PooledQueue[],
    slots: number,
    parts: { random: () => number; onError: (error: Error) => void },
  ) {
    this.queues = queues;
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
      if (!this.#closed && this.#free > 0 && this.queues.some(({ ready }) => ready)) this.fill();
    });
  }

  async #fillSlots(): Promise<void> {
    while (this.#free > 0 && !this.#closed) {
      const queue = this.#choose();
      if (!queue) return;
      this.#free -= 1;
      const held = await this.#fetch(queue);
      if (held) void this.#work(held);
      else this.#free += 1;
    }
  }

  /** Which queue the next fetch asks. A slot does not stay while a queue that has woken up waits. */
  #choose(current?: PooledQueue): PooledQueue | undefined {
    const queue = draw(this.queues, this.#random, this.#fresh ? undefined : current);
    if (queue && !this.#strict) charge(this.queues, queue);
    if (this.#fresh === queue) this.#fresh = undefined;
    return queue;
  }

  async #fetch(queue: PooledQueue): Promise<Held | undefined> {
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
    forgo(this.queues, queue);
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
      const next = this.#choose(queue) ?? queue;
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

  #settle(): void {
    if (this.#held > 0 || this.#filling) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

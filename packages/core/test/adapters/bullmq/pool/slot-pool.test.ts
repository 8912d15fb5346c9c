import fc from 'fast-check';
import type { ManagedWorker } from '../../../../src/adapters/bullmq/pool/managed-worker';
import { PooledQueue } from '../../../../src/adapters/bullmq/pool/pooled-queue';
import { SlotPool } from '../../../../src/adapters/bullmq/pool/slot-pool';

interface QueueState {
  readonly weight: number;
  /** Jobs that wait at first. */
  readonly waiting: number;
  /** How many jobs come in later, each before a fetch of some queue. */
  readonly coming: number;
}

const states = fc.array(
  fc.record({
    weight: fc.integer({ min: 1, max: 12 }),
    waiting: fc.nat(20),
    coming: fc.nat(20),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Queues in memory, worked by a real pool; whatever makes one ready again counts as a probe. */
class Stage {
  readonly done: number[];
  /** Fetches from a queue that had answered that it is empty, with no word of new work since. */
  blindFetches = 0;
  readonly #waiting: number[];
  readonly #coming: number[];
  readonly #foundEmpty: boolean[];
  readonly #pool: SlotPool;
  readonly #jobs: number;

  constructor(queues: readonly QueueState[], slots: number) {
    this.#jobs = queues.reduce((sum, { waiting, coming }) => sum + waiting + coming, 0);
    this.done = queues.map(() => 0);
    this.#waiting = queues.map(({ waiting }) => waiting);
    this.#coming = queues.map(({ coming }) => coming);
    this.#foundEmpty = queues.map(() => false);
    const pooled = queues.map(
      ({ weight }, index) =>
        new PooledQueue(`${index}`, weight, this.#worker(index), () => this.#pool),
    );
    const onError = (error: Error) => {
      throw error;
    };
    this.#pool = new SlotPool(pooled, slots, { random: Math.random, onError });
  }

  async run(): Promise<void> {
    this.#pool.start({ arm: () => {}, close: async () => {} });
    while (this.#coming.some((left) => left > 0)) {
      this.#arrive();
      await Promise.resolve();
    }
    for (let turn = 0; turn < 50 + 20 * this.#jobs; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    this.#pool.close();
    await this.#pool.whenIdle();
  }

  /** As a marker does it: the job is there before the queue is woken. */
  #arrive(): void {
    const candidates = this.#coming.flatMap((left, index) => (left > 0 ? [index] : []));
    const index = candidates[Math.floor(Math.random() * candidates.length)] ?? 0;
    this.#coming[index] = (this.#coming[index] ?? 0) - 1;
    this.#waiting[index] = (this.#waiting[index] ?? 0) + 1;
    this.#foundEmpty[index] = false;
    const queue = this.#pool.queues[index] as PooledQueue;
    queue.wakeUps += 1;
    queue.wake();
  }

  #worker(index: number): ManagedWorker {
    const next = async (): Promise<object | undefined> => {
      if (this.#foundEmpty[index]) this.blindFetches += 1;
      const arrivals = this.#coming[index];
      const found = this.#take(index);
      await new Promise((resolve) => setImmediate(resolve));
      if (!found) setImmediate(() => this.#heardEmpty(index, arrivals));
      return found;
    };
    return {
      id: 'worker',
      limitedUntil: 0,
      nextDelayed: 0,
      getNextJob: next,
      processJob: async (_job: object, _token: string, staysHere: () => boolean) => {
        await new Promise((resolve) => setImmediate(resolve));
        this.done[index] = (this.done[index] ?? 0) + 1;
        return staysHere() ? next() : undefined;
      },
    } as unknown as ManagedWorker;
  }

  /** The pool has had a turn of the event loop to hear the answer. */
  #heardEmpty(index: number, arrivals: number | undefined): void {
    if (arrivals === this.#coming[index]) this.#foundEmpty[index] = true;
  }

  #take(index: number): object | undefined {
    const waiting = this.#waiting[index] ?? 0;
    if (waiting === 0) return undefined;
    this.#waiting[index] = waiting - 1;
    return {};
  }
}

test('every job is run, and no queue is found empty twice without a word of new work between', async () => {
  await fc.assert(
    fc.asyncProperty(states, fc.integer({ min: 1, max: 5 }), async (queues, slots) => {
      const stage = new Stage(queues, slots);
      await stage.run();
      expect(stage.done).toEqual(queues.map(({ waiting, coming }) => waiting + coming));
      expect(stage.blindFetches).toBe(0);
    }),
    { numRuns: 60 },
  );
});

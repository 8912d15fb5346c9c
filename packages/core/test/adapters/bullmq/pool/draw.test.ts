import fc from 'fast-check';
import { charge, draw, forgo } from '../../../../src/adapters/bullmq/pool/draw';

interface TestQueue {
  readonly name: string;
  readonly weight: number | undefined;
  ready: boolean;
  credit: number;
}

const queue = (name: string, weight: number | undefined, ready = true): TestQueue => ({
  name,
  weight,
  ready,
  credit: 0,
});

const weights = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 8 });

/** Slots that fetch in random order, each staying on its queue when the draw lets it. */
class Slots {
  readonly counts: number[];
  stayed = 0;
  readonly #queues: readonly TestQueue[];
  readonly #current: (TestQueue | undefined)[];

  constructor(queues: readonly TestQueue[], slots: number) {
    this.#queues = queues;
    this.#current = Array.from({ length: slots }, () => undefined);
    this.counts = queues.map(() => 0);
  }

  fetch(): TestQueue | undefined {
    const slot = Math.floor(Math.random() * this.#current.length);
    const drawn = draw(this.#queues, Math.random, this.#current[slot]);
    if (!drawn) return undefined;
    charge(this.#queues, drawn);
    if (drawn === this.#current[slot]) this.stayed += 1;
    this.#current[slot] = drawn;
    const index = this.#queues.indexOf(drawn);
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    return drawn;
  }
}

test('strict order takes the first queue that may have work', () => {
  const queues = [
    queue('critical', undefined, false),
    queue('default', undefined),
    queue('low', undefined),
  ];
  expect(draw(queues, Math.random, queues[2])?.name).toBe('default');
});

test('nothing is drawn when no queue may have work', () => {
  expect(draw([queue('a', 1, false), queue('b', undefined, false)], Math.random)).toBeUndefined();
});

test('the first draw is by weight', () => {
  const queues = [queue('a', 6), queue('b', 3), queue('c', 1)];
  const drawn = [0, 0.59, 0.61, 0.89, 0.91].map((point) => draw(queues, () => point)?.name);
  expect(drawn).toEqual(['a', 'a', 'b', 'b', 'c']);
});

test('a queue that may not have work is never drawn, and one that may always can be', () => {
  const queues = fc.array(
    fc.record({
      name: fc.constant(''),
      weight: fc.integer({ min: 1, max: 50 }),
      ready: fc.boolean(),
      credit: fc.double({ min: -10, max: 10, noNaN: true }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(queues, chance, fc.nat(19), (all, point, current) => {
      const drawn = draw(all, () => point, all[current]);
      expect(drawn?.ready ?? false).toBe(all.some(({ ready }) => ready));
    }),
  );
});

test('shares match the weights, and spread no wider than independent draws', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 50 }), (shares, count) => {
      const fetches = 4000;
      const slots = new Slots(
        shares.map((weight, index) => queue(String(index), weight)),
        count,
      );
      for (let i = 0; i < fetches; i += 1) slots.fetch();
      const total = shares.reduce((sum, weight) => sum + weight, 0);
      shares.forEach((weight, index) => {
        const share = weight / total;
        const sigma = Math.sqrt(fetches * share * (1 - share));
        expect(Math.abs((slots.counts[index] ?? 0) - fetches * share)).toBeLessThan(2 * sigma);
      });
    }),
    { numRuns: 50 },
  );
});

test('a queue with work is never left out for longer than a few of its turns', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 50 }), (shares, count) => {
      const queues = shares.map((weight, index) => queue(String(index), weight));
      const slots = new Slots(queues, count);
      const total = shares.reduce((sum, weight) => sum + weight, 0);
      const last = queues.map(() => 0);
      const longest = queues.map(() => 0);
      for (let i = 1; i <= 3000; i += 1) {
        const drawn = slots.fetch();
        queues.forEach((each, index) => {
          longest[index] = Math.max(longest[index] ?? 0, i - (last[index] ?? 0));
          if (each === drawn) last[index] = i;
        });
      }
      shares.forEach((weight, index) => {
        // From four fetches ahead of its share to four behind it; others may be behind as well.
        const turns = (9 * total) / weight + shares.length;
        expect(longest[index]).toBeLessThanOrEqual(turns);
      });
    }),
    { numRuns: 20 },
  );
});

test('queues fall asleep and wake up, and the credits still sum up to nothing', () => {
  fc.assert(
    fc.property(weights, (shares) => {
      const queues = shares.map((weight, index) => queue(String(index), weight));
      const slots = new Slots(queues, 10);
      let furthest = 0;
      let strayed = 0;
      for (let i = 0; i < 3000; i += 1) {
        slots.fetch();
        const each = queues[Math.floor(Math.random() * queues.length)] as TestQueue;
        const wasReady = each.ready;
        each.ready = Math.random() < 0.7;
        if (wasReady && !each.ready) forgo(queues, each);
        const credits = queues.map(({ credit }) => credit);
        strayed = Math.max(strayed, Math.abs(credits.reduce((sum, credit) => sum + credit, 0)));
        furthest = Math.max(furthest, ...credits.map(Math.abs));
      }
      expect(strayed).toBeLessThan(1e-6);
      expect(furthest).toBeLessThan(20);
    }),
    { numRuns: 30 },
  );
});

test('most of the time a slot stays where it is, which saves a round trip', () => {
  const slots = new Slots(
    [6, 5, 4, 3, 2, 1].map((weight) => queue(String(weight), weight)),
    10,
  );
  for (let i = 0; i < 20_000; i += 1) slots.fetch();
  expect(slots.stayed / 20_000).toBeGreaterThan(0.85);
});

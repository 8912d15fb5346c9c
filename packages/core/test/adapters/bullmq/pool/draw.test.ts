import fc from 'fast-check';
import { draw } from '../../../../src/adapters/bullmq/pool/draw';

const queue = (name: string, weight: number | undefined, ready = true) => ({ name, weight, ready });

test('strict order takes the first queue that may have work', () => {
  const queues = [
    queue('critical', undefined, false),
    queue('default', undefined),
    queue('low', undefined),
  ];
  expect(draw(queues, Math.random)?.name).toBe('default');
});

test('nothing is drawn when no queue may have work', () => {
  expect(draw([queue('a', 1, false), queue('b', undefined, false)], Math.random)).toBeUndefined();
});

test('a queue that may not have work is never drawn, and one that may always can be', () => {
  const queues = fc.array(
    fc.record({ weight: fc.integer({ min: 1, max: 50 }), ready: fc.boolean() }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(
      queues,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (all, chance) => {
        const drawn = draw(all, () => chance);
        expect(drawn?.ready ?? false).toBe(all.some(({ ready }) => ready));
      },
    ),
  );
});

test('draws match the weights', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(weights, (shares) => {
      const draws = 4000;
      const queues = shares.map((weight, index) => queue(String(index), weight));
      const counts = new Map<string, number>();
      for (let i = 0; i < draws; i += 1) {
        const { name } = draw(queues, Math.random) ?? { name: '' };
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const total = shares.reduce((sum, weight) => sum + weight, 0);
      shares.forEach((weight, index) => {
        const share = weight / total;
        const sigma = Math.sqrt(draws * share * (1 - share));
        // Wide enough that hundreds of comparisons a run do not fail by chance.
        expect(Math.abs((counts.get(String(index)) ?? 0) - draws * share)).toBeLessThan(
          5.5 * sigma + 1,
        );
      });
    }),
    { numRuns: 30 },
  );
});

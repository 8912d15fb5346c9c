import type { Case } from '../case';
import type { World } from '../world';
import type { ErrorName } from '../zoo/errors';
import {
  LargeJitterJob,
  ManyfoldJitterJob,
  MiddlingJitterJob,
  NegativeJitterJob,
  RetryJob,
} from '../zoo/retry-job';

/**
 * Milliseconds before each retry of a job that raises until its run number `runs`: as announced,
 * and, where time is exact, as they passed.
 */
async function waitsOf(
  world: World,
  jobClass: typeof RetryJob,
  raising: ErrorName | readonly ErrorName[],
  runs: number,
): Promise<number[]> {
  await jobClass.performLater(raising, runs);
  await world.settle();
  const { waits, gaps } = world.trace;
  if (world.exactTime) expect(rounded(gaps)).toEqual(rounded(waits));
  return rounded(waits);
}

/** Products with a jitter are not whole in binary. */
function rounded(milliseconds: readonly number[]): number[] {
  return milliseconds.map((each) => Math.round(each));
}

/** EX: after which wait a job is retried. Chance says 1, the most that jitter can add. */
export const waits: readonly Case[] = [
  {
    id: 'EX-10',
    behaviour: "wait: '1 hour' waits an hour and its jitter",
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'LongWaitError', 2);
      expect(found).toEqual([4_140_000]);
    },
  },
  {
    id: 'EX-11',
    behaviour: "A wait of fractional seconds ('4.5 seconds') is kept to the millisecond",
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'FractionWaitError', 2);
      expect(found).toEqual([5175]);
    },
  },
  {
    id: 'EX-12',
    behaviour: "'polynomiallyLonger' waits n⁴ s, jitter on those, and 2 s",
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'PolynomialError', 5);
      expect(found).toEqual([3150, 20_400, 95_150, 296_400]);
    },
  },
  {
    id: 'EX-13',
    behaviour: "The class's retryJitter counts where the declaration gives none",
    async run(world) {
      const found = await waitsOf(world, ManyfoldJitterJob, 'PolynomialError', 5);
      expect(found).toEqual([7000, 82_000, 407_000, 1_282_000]);
    },
  },
  {
    id: 'EX-14',
    behaviour:
      'A class jitter of 0.6 lengthens a fixed wait of 3 s by up to 1.8 s (chance injected)',
    async run(world) {
      world.setChance(0.5);
      const found = await waitsOf(world, MiddlingJitterJob, 'DefaultsError', 2);
      expect(found).toEqual([3900]);
    },
  },
  {
    id: 'EX-15',
    behaviour: 'A class jitter of 1.2 lengthens the first polynomial wait (chance injected)',
    async run(world) {
      const found = await waitsOf(world, LargeJitterJob, 'PolynomialError', 2);
      expect(found).toEqual([4200]);
    },
  },
  {
    id: 'EX-16',
    behaviour: 'A negative class jitter is allowed and shortens the wait (chance injected)',
    async run(world) {
      const found = await waitsOf(world, NegativeJitterJob, 'PolynomialError', 2);
      expect(found).toEqual([1800]);
    },
  },
  {
    id: 'EX-17',
    behaviour: 'jitter: null turns jitter off for a declaration; undefined means the class default',
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'DisabledJitterError', 3);
      expect(found).toEqual([3000, 3000]);
    },
  },
  {
    id: 'EX-18',
    behaviour: 'jitter: 0 turns jitter off for a declaration',
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'ZeroJitterError', 3);
      expect(found).toEqual([3000, 3000]);
    },
  },
  {
    id: 'EX-19',
    behaviour:
      'A wait function gets the count of failures, and no jitter is added to what it returns',
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'CountedWaitError', 5);
      expect(found).toEqual([2000, 4000, 6000, 8000]);
    },
  },
  {
    id: 'EX-20',
    behaviour: 'A wait function whose only parameter is optional still gets the count',
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'OptionalParameterError', 3);
      expect(found).toEqual([2000, 4000]);
    },
  },
  {
    id: 'EX-21',
    behaviour: 'A wait function gets the error as well',
    async run(world) {
      const found = await waitsOf(world, RetryJob, 'RetryAfterError', 3);
      expect(found).toEqual([11_000, 12_000]);
    },
  },
  {
    id: 'EX-22',
    behaviour: 'Each declaration computes its waits from its own counter',
    async run(world) {
      const found = await waitsOf(
        world,
        RetryJob,
        ['PolynomialError', 'CountedWaitError', 'PolynomialError', 'CountedWaitError'],
        5,
      );
      expect(found).toEqual([3150, 2000, 20_400, 4000]);
    },
  },
];

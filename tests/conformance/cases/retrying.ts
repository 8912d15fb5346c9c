import type { Case } from '../case';
import type { World } from '../world';
import type { ErrorName } from '../zoo/errors';
import { JobBuffer } from '../zoo/job-buffer';
import { RetryJob } from '../zoo/retry-job';

type Raising = ErrorName | readonly ErrorName[];

/** Enqueues a job that raises until its run number `runs`, and waits until it has come to its end. */
async function retry(world: World, raising: Raising, runs: number): Promise<void> {
  await RetryJob.performLater(raising, runs);
  await world.settle();
}

/** `3 x DefaultsError` from run 2 on: `['DefaultsError 2', 'DefaultsError 3', 'DefaultsError 4']`. */
function raised(name: ErrorName, times: number, from = 1): string[] {
  return Array.from({ length: times }, (_, index) => `${name} ${from + index}`);
}

/** EX: how often a job is retried. */
export const retrying: readonly Case[] = [
  {
    id: 'EX-01',
    behaviour: 'By default a job has five runs: four failures and a success complete it',
    async run(world) {
      await retry(world, 'DefaultsError', 5);
      expect(JobBuffer.lines).toEqual([...raised('DefaultsError', 4), 'done at 5']);
    },
  },
  {
    id: 'EX-02',
    behaviour: 'With ten attempts, eight failures may come before a success in the ninth run',
    async run(world) {
      await retry(world, 'ShortWaitError', 9);
      expect(JobBuffer.lines).toEqual([...raised('ShortWaitError', 8), 'done at 9']);
    },
  },
  {
    id: 'EX-03',
    behaviour: 'Classes listed in one @RetryOn share its counter, and the last error fails the job',
    async run(world) {
      await retry(
        world,
        [
          'FirstOfTwoError',
          'FirstOfTwoError',
          'FirstOfTwoError',
          'SecondOfTwoError',
          'SecondOfTwoError',
        ],
        5,
      );
      expect(JobBuffer.lines).toEqual([...raised('FirstOfTwoError', 3), 'SecondOfTwoError 4']);
      expect(world.trace.failure?.message).toBe('SecondOfTwoError');
    },
  },
  {
    id: 'EX-04',
    behaviour: 'Each @RetryOn has a counter of its own, whatever the total of runs',
    async run(world) {
      const errors: Raising = [
        ...Array<ErrorName>(4).fill('DefaultsError'),
        ...Array<ErrorName>(3).fill('FirstOfTwoError'),
      ];
      await retry(world, errors, 8);
      expect(JobBuffer.lines).toEqual([
        ...raised('DefaultsError', 4),
        ...raised('FirstOfTwoError', 3, 5),
        'done at 8',
      ]);
    },
  },
  {
    id: 'EX-06',
    behaviour: 'A job that keeps failing fails for good with the error of its last attempt',
    async run(world) {
      await retry(world, 'ShortWaitError', 11);
      expect(JobBuffer.lines).toEqual(raised('ShortWaitError', 10));
      expect(world.trace.failure?.message).toBe('ShortWaitError');
    },
  },
  {
    id: 'EX-07',
    behaviour: '@DiscardOn gives the job up after one run, without failing it',
    async run(world) {
      await retry(world, 'DiscardedError', 2);
      expect(JobBuffer.lines).toEqual(['DiscardedError 1']);
      expect(world.trace.outcomes).toMatchObject([
        { outcome: { kind: 'discarded', because: 'rule' } },
      ]);
    },
  },
  {
    id: 'EX-09',
    behaviour:
      'onExhausted gets the job and the error when no attempt is left, and takes the error',
    async run(world) {
      await retry(world, 'CaughtAtLastError', 6);
      expect(JobBuffer.lines).toEqual([
        ...raised('CaughtAtLastError', 5),
        'caught CaughtAtLastError after 5',
      ]);
      expect(world.trace.failure).toBeUndefined();
    },
  },
  {
    id: 'EX-23',
    behaviour: 'Any class listed in a @RetryOn is retried',
    async run(world) {
      await retry(world, 'SecondOfTwoError', 3);
      expect(JobBuffer.lines).toEqual([...raised('SecondOfTwoError', 2), 'done at 3']);
    },
  },
  {
    id: 'EX-24',
    behaviour: 'Any class listed in a @DiscardOn is discarded',
    async run(world) {
      await retry(world, 'SecondDiscardedOfTwoError', 2);
      expect(JobBuffer.lines).toEqual(['SecondDiscardedOfTwoError 1']);
      expect(world.trace.failure).toBeUndefined();
    },
  },
];

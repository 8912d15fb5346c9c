import { randomUUID } from 'node:crypto';
import { RetryOn, type Wait } from '@drover/core';
import type { Case } from '../case';
import { AfterDiscardJob } from '../zoo/after-discard-job';
import { ThrowingHookJob } from '../zoo/callback-job';
import { JobBuffer } from '../zoo/job-buffer';
import { Person } from '../zoo/person';
import { RetryJob } from '../zoo/retry-job';

const FIVE_RUNS = [1, 2, 3, 4, 5];

/** EX: undecodable arguments, old payloads, reports, and the hook of a job given up. */
export const givingUp: readonly Case[] = [
  {
    id: 'EX-25',
    behaviour:
      'An argument that cannot be decoded is an error of the run: retried, its encoded form untouched, then exhausted',
    async run(world) {
      await RetryJob.performLater(new Person(500), 6);
      await world.settle();
      expect(JobBuffer.lines).toEqual(['could not decode after 5']);
      const [stored] = world.trace.stored;
      expect(world.trace.runs.map(({ delivery }) => delivery.data.args)).toEqual(
        Array(5).fill(stored?.data.args),
      );
    },
  },
  {
    id: 'EX-26',
    behaviour: "attempts: 'unlimited' retries without end",
    async run(world) {
      await RetryJob.performLater('UnlimitedError', 10);
      await world.settle();
      expect(JobBuffer.lines).toHaveLength(10);
      expect(JobBuffer.lines.slice(-2)).toEqual(['UnlimitedError 9', 'done at 10']);
    },
  },
  {
    id: 'EX-27',
    behaviour: 'A payload without counters, from an older version, still stops after five runs',
    async run(world) {
      await world.put({ id: randomUUID(), name: 'RetryJob', data: { args: ['DefaultsError', 6] } });
      await world.settle();
      expect(JobBuffer.lines).toEqual(FIVE_RUNS.map((run) => `DefaultsError ${run}`));
      expect(world.trace.failure?.message).toBe('DefaultsError');
    },
  },
  {
    id: 'EX-28',
    behaviour: 'A payload without counters that has had four runs fails at the fifth',
    async run(world) {
      await world.put({
        id: randomUUID(),
        name: 'RetryJob',
        data: { args: ['DefaultsError', 6], executions: 4 },
      });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['DefaultsError 5']);
      expect(world.trace.failure?.message).toBe('DefaultsError');
    },
  },
  {
    id: 'EX-29',
    behaviour:
      'A job that asks for a retry gets it, whatever an enqueue hook would throw (twist: a retry is no enqueue, its hooks do not run)',
    async run(world) {
      ThrowingHookJob.enqueues = 0;
      await ThrowingHookJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['run 1', 'run 2']);
      expect(world.trace.failure).toBeUndefined();
    },
  },
  {
    id: 'EX-30',
    behaviour: '@RetryOn with report: true tells the error reporter of the failure that is retried',
    async run(world) {
      await RetryJob.performLater('ReportedError', 2);
      await world.settle();
      expect(world.trace.reported).toEqual(['ReportedError']);
    },
  },
  {
    id: 'EX-31',
    behaviour: '@DiscardOn with report: true tells the error reporter',
    async run(world) {
      await RetryJob.performLater('DiscardedAndReportedError', 2);
      await world.settle();
      expect(world.trace.reported).toEqual(['DiscardedAndReportedError']);
    },
  },
  {
    id: 'EX-32',
    behaviour:
      '@AfterDiscard runs when no rule takes the error, and the job fails with it all the same',
    async run(world) {
      await AfterDiscardJob.performLater('UnhandledError');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['UnhandledError 1', 'given up: UnhandledError']);
      expect(world.trace.failure?.message).toBe('UnhandledError');
    },
  },
  {
    id: 'EX-33',
    behaviour: '@AfterDiscard runs after onExhausted',
    async run(world) {
      await AfterDiscardJob.performLater('CaughtAtLastError');
      await world.settle();
      expect(JobBuffer.lines.slice(4)).toEqual([
        'CaughtAtLastError 5',
        'caught CaughtAtLastError',
        'given up: CaughtAtLastError',
      ]);
    },
  },
  {
    id: 'EX-34',
    behaviour:
      'With rules for an error and for its parent, @AfterDiscard runs once, after the fifth failure',
    async run(world) {
      await AfterDiscardJob.performLater('ChildError');
      await world.settle();
      expect(JobBuffer.lines).toEqual([
        ...FIVE_RUNS.map((run) => `ChildError ${run}`),
        'given up: ChildError',
      ]);
    },
  },
  {
    id: 'EX-36',
    behaviour: '@AfterDiscard runs after the onDiscard of a @DiscardOn',
    async run(world) {
      await AfterDiscardJob.performLater('DiscardedWithHandlerError');
      await world.settle();
      const last = ['dealt with DiscardedWithHandlerError', 'given up: DiscardedWithHandlerError'];
      expect(JobBuffer.lines).toEqual(['DiscardedWithHandlerError 1', ...last]);
    },
  },
  {
    id: 'EX-37',
    behaviour:
      "A wait that means nothing ('soon') is refused when the class loads, naming the option",
    async run() {
      expect(() => RetryOn(Error, { wait: 'soon' as Wait })).toThrow(
        /@RetryOn wait: expected .* got "?'?soon/,
      );
    },
  },
  {
    id: 'EX-38',
    behaviour: 'A wait is milliseconds, a duration, a named curve, or a function',
    async run() {
      const waits: Wait[] = [
        2000,
        0.5,
        '3 seconds',
        '1.5h',
        'polynomiallyLonger',
        'exponentially',
        (count) => count,
      ];
      for (const wait of waits) expect(RetryOn(Error, { wait })).toBeInstanceOf(Function);
    },
  },
];

import type { Case } from '../case';
import { CallbackJob, HaltedEnqueueJob, HaltedPerformJob } from '../zoo/callback-job';
import { HelloJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';

const PERFORM_HISTORY = [
  'before perform',
  'around perform, first half',
  'perform',
  'after perform',
  'around perform, second half: hello, David',
];

/** CB: hooks around the run and around the enqueue. */
export const callbacks: readonly Case[] = [
  {
    id: 'CB-01',
    behaviour:
      'performNow runs the before and after hooks and both halves of the around hooks of the run',
    async run() {
      const job = CallbackJob.build();
      await job.performNow();
      expect(job.history).toEqual(PERFORM_HISTORY);
    },
  },
  {
    id: 'CB-02',
    behaviour: 'performNow returns what perform returns',
    async run() {
      await expect(CallbackJob.performNow('Rosa')).resolves.toBe('hello, Rosa');
    },
  },
  {
    id: 'CB-03',
    behaviour: "An @AroundPerform hook gets perform's value from its continuation",
    async run() {
      const job = CallbackJob.build('Rosa');
      await job.performNow();
      expect(job.history).toContain('around perform, second half: hello, Rosa');
    },
  },
  {
    id: 'CB-04',
    behaviour: 'performLater runs the enqueue hooks on the job it returns',
    async run(world) {
      const job = await CallbackJob.performLater();
      const halves = ['around enqueue, first half', 'after enqueue', 'around enqueue, second half'];
      expect(job.history).toEqual(['before enqueue', ...halves]);
      await world.settle();
    },
  },
  {
    id: 'CB-05',
    behaviour:
      "halt() in a @BeforeEnqueue hook: nothing is stored, and the job says so (twist: job.enqueued is false and notEnqueuedBecause 'halted', where Rails returns false)",
    async run(world) {
      const job = await HaltedEnqueueJob.performLater();
      expect(job).toMatchObject({
        enqueued: false,
        notEnqueuedBecause: 'halted',
        enqueueError: undefined,
      });
      expect(world.trace.stored).toEqual([]);
    },
  },
  {
    id: 'CB-06',
    behaviour: 'An @AfterEnqueue hook does not run after an earlier hook halted',
    async run() {
      await HaltedEnqueueJob.performLater();
      expect(JobBuffer.lines).toEqual([]);
    },
  },
  {
    id: 'CB-07',
    behaviour:
      'After a @BeforePerform hook halted, neither perform nor @AfterPerform run, and the job is given up without failing',
    async run(world) {
      await HaltedPerformJob.performLater();
      await expect(HaltedPerformJob.performNow()).resolves.toBeUndefined();
      await world.settle();
      expect(JobBuffer.lines).toEqual([]);
      expect(world.trace.outcomes).toMatchObject([
        { outcome: { kind: 'discarded', because: 'halted' } },
      ]);
    },
  },
  {
    id: 'CB-08',
    behaviour: 'Enqueueing returns the job itself',
    async run(world) {
      const job = HelloJob.build();
      await expect(job.enqueue()).resolves.toBe(job);
      expect(job.enqueued).toBe(true);
      await world.settle();
    },
  },
];

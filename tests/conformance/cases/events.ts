import type { Case } from '../case';
import { HaltedEnqueueJob, HaltedPerformJob } from '../zoo/callback-job';
import { HelloJob } from '../zoo/hello-job';
import { enqueueTwo, LoggingJob, ThrowingEnqueueJob } from '../zoo/logging-jobs';
import { Person } from '../zoo/person';
import { RetryJob } from '../zoo/retry-job';

/** IN: how often things are announced. */
export const instrumentation: readonly Case[] = [
  {
    id: 'IN-01',
    behaviour: 'performNow announces its start, then its end, and nothing else',
    async run(world) {
      await HelloJob.performNow();
      expect(world.trace.events.map(({ name }) => name)).toEqual(['performStarted', 'performed']);
    },
  },
  {
    id: 'IN-02',
    behaviour: 'performLater announces one enqueue',
    async run(world) {
      await HelloJob.performLater();
      await world.settle();
      expect(world.trace.told('enqueued')).toHaveLength(1);
    },
  },
  {
    id: 'IN-03',
    behaviour: 'A retry is announced once (twist: it is no second enqueue)',
    async run(world) {
      await RetryJob.performLater('DefaultsError', 2);
      await world.settle();
      expect(world.trace.told('retryScheduled')).toHaveLength(1);
      expect(world.trace.told('enqueued')).toHaveLength(1);
    },
  },
  {
    id: 'IN-04',
    behaviour: 'The end of retries is announced once',
    async run(world) {
      await RetryJob.performLater('DefaultsError', 6);
      await world.settle();
      expect(world.trace.told('retryStopped')).toHaveLength(1);
    },
  },
];

/** EV: what an event tells. */
export const events: readonly Case[] = [
  {
    id: 'EV-01',
    behaviour: 'An enqueue tells class, queue, adapter and id',
    async run(world) {
      const { id } = await HelloJob.performLater();
      const { name: adapter } = world.app.adapter;
      const job = { id, name: 'HelloJob', queue: 'default', adapter, args: [] };
      expect(world.trace.told('enqueued')).toMatchObject([{ job }]);
      await world.settle();
    },
  },
  {
    id: 'EV-02',
    behaviour: 'It tells the arguments (twist: encoded, and filtered by name)',
    async run(world) {
      await LoggingJob.performLater({ person: new Person(5), password: 'x' });
      const args = [{ person: { $ref: 'Person', value: 5 }, password: '[FILTERED]' }];
      expect(world.trace.told('enqueued')[0]?.job.args).toEqual(args);
      await world.settle();
      expect(world.trace.told('performed')[0]?.job.args).toEqual(args);
    },
  },
  {
    id: 'EV-03',
    behaviour: 'It leaves them out when they are not to be logged',
    options: { logArguments: false },
    async run(world) {
      await HelloJob.performLater('hidden');
      await world.settle();
      const [enqueued] = world.trace.told('enqueued');
      const [performed] = world.trace.told('performed');
      expect([enqueued?.job.args, performed?.job.args]).toEqual([undefined, undefined]);
    },
  },
  {
    id: 'EV-04',
    behaviour: 'A scheduled enqueue tells its time',
    async run(world) {
      const { id, scheduledAt } = await HelloJob.set({ wait: 5 }).performLater();
      expect(world.trace.told('enqueued')).toMatchObject([
        { job: { id, scheduledAt: scheduledAt?.getTime() } },
      ]);
      await world.settle();
    },
  },
  {
    id: 'EV-05',
    behaviour: 'A start tells class, queue, adapter and id',
    async run(world) {
      const { id } = await HelloJob.performLater();
      await world.settle();
      const { name: adapter } = world.app.adapter;
      const job = { id, name: 'HelloJob', queue: 'default', adapter };
      expect(world.trace.told('performStarted')).toMatchObject([{ job }]);
    },
  },
  {
    id: 'EV-06',
    behaviour: 'An end tells the duration',
    async run(world) {
      const { id } = await HelloJob.performLater();
      await world.settle();
      const ended = { job: { id, queue: 'default' }, duration: expect.any(Number) };
      expect(world.trace.told('performed')).toMatchObject([ended]);
    },
  },
  {
    id: 'EV-07',
    behaviour: 'A failed end tells the error and its stack',
    async run(world) {
      await RetryJob.performLater('UnhandledError', 2);
      await world.settle();
      const [ended] = world.trace.told('performed');
      expect(ended).toMatchObject({ outcome: 'failed', duration: expect.any(Number) });
      expect(ended?.error).toMatchObject({ message: 'UnhandledError' });
      expect(ended?.error?.stack).toMatch(/\n {4}at /);
    },
  },
  {
    id: 'EV-08',
    behaviour: 'A throwing enqueue hook tells the error',
    async run(world) {
      await expect(ThrowingEnqueueJob.performLater()).rejects.toThrow(RangeError);
      expect(world.trace.told('enqueued')).toMatchObject([
        { error: expect.any(RangeError), job: { name: 'ThrowingEnqueueJob' } },
      ]);
    },
  },
  {
    id: 'EV-09',
    behaviour: 'A halted enqueue says so',
    async run(world) {
      await HaltedEnqueueJob.performLater();
      expect(world.trace.told('enqueued')).toMatchObject([{ halted: true }]);
    },
  },
  {
    id: 'EV-10',
    behaviour: 'A halted run says so',
    async run(world) {
      await HaltedPerformJob.performNow();
      expect(world.trace.told('performed')).toMatchObject([{ halted: true, outcome: 'discarded' }]);
    },
  },
  {
    id: 'EV-11',
    behaviour: 'A retry tells the runs so far, the wait and the error (twist: in milliseconds)',
    async run(world) {
      world.setChance(0);
      await RetryJob.performLater('DefaultsError', 2);
      await world.settle();
      const error = expect.objectContaining({ message: 'DefaultsError' }) as Error;
      expect(world.trace.told('retryScheduled')).toMatchObject([
        { job: { executions: 1 }, wait: 3000, error },
      ]);
    },
  },
  {
    id: 'EV-12',
    behaviour: 'A discard tells the error',
    async run(world) {
      const { id } = await RetryJob.performLater('DiscardedError', 2);
      await world.settle();
      const error = expect.objectContaining({ message: 'DiscardedError' }) as Error;
      expect(world.trace.told('discarded')).toMatchObject([{ job: { id }, error }]);
    },
  },
  {
    id: 'EV-13',
    behaviour:
      'A bulk enqueue tells what was stored, job by job, and what was not (twist: lists, not numbers)',
    async run(world) {
      await enqueueTwo();
      await world.settle();
      const job = { name: 'LoggingJob' };
      expect(world.trace.told('bulkEnqueued')).toMatchObject([{ jobs: [job, job], errors: [] }]);
      expect(world.trace.told('enqueued')).toEqual([]);
    },
  },
];

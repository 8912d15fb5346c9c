import { EnqueueError, performAllLater } from '@drover/core';
import type { Case } from '../case';
import { HelloJob, PersonJob, SumJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';
import { Person } from '../zoo/person';

/** QU: what an enqueue takes, returns, and says of a store that refuses. */
export const queuing: readonly Case[] = [
  {
    id: 'QU-01',
    behaviour: "performLater without arguments runs perform with its parameters' defaults",
    async run(world) {
      await HelloJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['David says hello']);
    },
  },
  {
    id: 'QU-02',
    behaviour: 'performLater hands its arguments to perform',
    async run(world) {
      await HelloJob.performLater('Jamie');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
    },
  },
  {
    id: 'QU-04',
    behaviour: 'The job that performLater returns tells its arguments',
    async run(world) {
      const job = await HelloJob.performLater('Jamie');
      expect(job.arguments).toEqual(['Jamie']);
      await world.settle();
    },
  },
  {
    id: 'QU-06',
    behaviour:
      'performLater resolves to the job, already knowing that it is stored (twist: where Rails yields it to a block)',
    async run(world) {
      const job = await HelloJob.performLater('John');
      expect(job).toMatchObject({ arguments: ['John'], enqueued: true, enqueueError: undefined });
      await world.settle();
    },
  },
  {
    id: 'QU-07',
    behaviour: 'The same through set(), and the job is on the queue that was set',
    async run(world) {
      const job = await HelloJob.set({ queue: 'chosen' }).performLater('John');
      expect(job).toMatchObject({ arguments: ['John'], enqueued: true, queueName: 'chosen' });
      await world.settle();
      expect(world.trace.runs[0]?.delivery.queue).toBe('chosen');
    },
  },
  {
    id: 'QU-08',
    behaviour:
      'A store that cannot take the job: the job carries the EnqueueError and is not enqueued (twist: the enqueue rejects with it, so that nobody loses a job by not looking)',
    async run(world) {
      const job = HelloJob.build();
      world.refuseNext(1);
      await expect(job.enqueue()).rejects.toThrow(EnqueueError);
      expect(job).toMatchObject({ enqueued: false, enqueueError: expect.any(EnqueueError) });
    },
  },
  {
    id: 'QU-09',
    behaviour: 'Enqueueing the same job again after a failure returns it and clears enqueueError',
    async run(world) {
      const job = HelloJob.build();
      world.refuseNext(1);
      await expect(job.enqueue()).rejects.toThrow(EnqueueError);
      await expect(job.enqueue()).resolves.toBe(job);
      expect(job).toMatchObject({ enqueued: true, enqueueError: undefined });
      await world.settle();
    },
  },
  {
    id: 'QU-11',
    behaviour: 'performAllLater takes a list of jobs and runs them all',
    async run(world) {
      await performAllLater([HelloJob.build('Jamie'), HelloJob.build('John')]);
      await world.settle();
      expect(JobBuffer.lines.toSorted()).toEqual(['Jamie says hello', 'John says hello']);
    },
  },
  {
    id: 'QU-12',
    behaviour: 'performAllLater mixes classes and shapes of arguments',
    async run(world) {
      const jobs = [
        HelloJob.build('Jamie'),
        SumJob.build({ left: 2, right: 3 }),
        PersonJob.build(new Person(5)),
      ];
      const stored = await performAllLater<HelloJob | SumJob | PersonJob>(jobs);
      await world.settle();
      expect(stored.map(({ enqueued }) => enqueued)).toEqual([true, true, true]);
      expect(JobBuffer.lines.toSorted()).toEqual(['Jamie says hello', 'Person 5', 'sum 5']);
    },
  },
  {
    id: 'QU-13',
    behaviour: "performAllLater keeps each job's own schedule",
    async run(world) {
      const due = world.app.clock.now() + 400;
      const jobs = [
        HelloJob.set({ wait: 200 }).build('after the wait'),
        HelloJob.set({ waitUntil: new Date(due) }).build('at the time'),
        HelloJob.build('at once'),
      ];
      await performAllLater(jobs);
      await world.settle();
      expect(JobBuffer.lines).toEqual([
        'at once says hello',
        'after the wait says hello',
        'at the time says hello',
      ]);
      expect(jobs[1]?.scheduledAt?.getTime()).toBe(due);
      expect(world.trace.runs[1]?.at).toBeGreaterThanOrEqual(
        jobs[0]?.scheduledAt?.getTime() ?? NaN,
      );
      expect(world.trace.runs[2]?.at).toBeGreaterThanOrEqual(due);
    },
  },
  {
    id: 'QU-15',
    behaviour: 'performAllLater clears the enqueueError of a failure before',
    async run(world) {
      const job = HelloJob.build();
      world.refuseNext(1);
      await expect(performAllLater([job])).rejects.toThrow(EnqueueError);
      expect(job).toMatchObject({ enqueued: false, enqueueError: expect.any(EnqueueError) });
      await performAllLater([job]);
      expect(job).toMatchObject({ enqueued: true, enqueueError: undefined });
      await world.settle();
    },
  },
];

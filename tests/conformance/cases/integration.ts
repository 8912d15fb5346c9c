import { performAllLater, withAmbient } from '@drover/core';
import { waitFor } from '../../support/wait-for';
import type { Case } from '../case';
import { AmbientJob } from '../zoo/ambient-jobs';
import { HelloJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';

/** IT: real workers on real stores. The waits are shorter than Rails'. */
export const integration: readonly Case[] = [
  {
    id: 'IT-01',
    behaviour: 'A job on a queue that is worked runs',
    async run(world) {
      await HelloJob.set({ queue: 'high' }).performLater('Jamie');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
    },
  },
  {
    id: 'IT-02',
    behaviour:
      'A job on a queue nobody works does not run (twist: the fake store runs every queue)',
    async run(world) {
      const left = await HelloJob.set({ queue: 'nobodys' }).performLater('Nobody');
      const { id } = await HelloJob.performLater('Jamie');
      if (world.exactTime) return world.settle();
      await waitFor(() => world.trace.endOf(id), { what: 'the job on the worked queue' });
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
      expect(world.trace.endOf(left.id)).toBeUndefined();
    },
  },
  {
    id: 'IT-05',
    behaviour: 'A job ten minutes ahead does not run with those that are due',
    async run(world) {
      await HelloJob.set({ wait: '10 minutes' }).performLater('Later');
      await HelloJob.performLater('Jamie');
      await world.settleDue();
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
    },
  },
  {
    id: 'IT-06',
    behaviour: 'A job that is scheduled does not run before its time, and runs then',
    async run(world) {
      const { scheduledAt } = await HelloJob.set({ wait: 300 }).performLater('Jamie');
      await world.settleDue();
      await world.settle();
      expect(world.trace.runs).toHaveLength(1);
      expect(world.trace.runs[0]?.at).toBeGreaterThanOrEqual(scheduledAt?.getTime() ?? NaN);
    },
  },
  {
    id: 'IT-07',
    behaviour: 'The same for a job of a bulk enqueue',
    async run(world) {
      const [job] = await performAllLater([HelloJob.set({ wait: 300 }).build('Jamie')]);
      await world.settleDue();
      await world.settle();
      expect(world.trace.runs).toHaveLength(1);
      expect(world.trace.runs[0]?.at).toBeGreaterThanOrEqual(job?.scheduledAt?.getTime() ?? NaN);
    },
  },
  {
    id: 'IT-08',
    behaviour: 'A job enqueued for now knows its id in the store',
    async run(world) {
      const { id } = await HelloJob.performLater();
      await world.settle();
      expect(world.trace.runs.map(({ delivery }) => delivery.id)).toEqual([id]);
    },
  },
  {
    id: 'IT-09',
    behaviour: 'A job enqueued for later knows its id in the store',
    async run(world) {
      const { id } = await HelloJob.set({ wait: 50 }).performLater();
      await world.settle();
      expect(world.trace.runs.map(({ delivery }) => delivery.id)).toEqual([id]);
    },
  },
  {
    id: 'IT-10',
    behaviour: 'The locale of the enqueue is in force in the worker',
    async run(world) {
      await withAmbient({ locale: 'de' }, () => AmbientJob.performLater());
      await world.settle();
      expect(JobBuffer.lines).toEqual(['de undefined (job de)']);
    },
  },
  {
    id: 'IT-11',
    behaviour: 'The time zone of the enqueue is in force in the worker',
    async run(world) {
      await withAmbient({ timeZone: 'Pacific/Auckland' }, () => AmbientJob.performLater());
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined Pacific/Auckland (job undefined)']);
    },
  },
  {
    id: 'IT-12',
    behaviour: 'Of jobs due at the same time, the smaller priority number runs first',
    async run(world) {
      const waitUntil = world.app.clock.now() + 2000;
      await HelloJob.set({ waitUntil, priority: 20 }).performLater('Last');
      await HelloJob.set({ waitUntil, priority: 10 }).performLater('First');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['First says hello', 'Last says hello']);
    },
  },
  {
    id: 'IT-13',
    behaviour: 'The same for jobs enqueued for now',
    async run(world) {
      // The fake store runs nothing before it is told to, and has no queue to pause.
      const queue = world.exactTime ? undefined : world.app.operations.queue('default');
      await queue?.pause();
      await HelloJob.set({ priority: 20 }).performLater('Last');
      await HelloJob.set({ priority: 10 }).performLater('First');
      await queue?.resume();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['First says hello', 'Last says hello']);
    },
  },
];

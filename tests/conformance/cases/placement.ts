import { configure } from '@drover/core';
import type { Case } from '../case';
import type { World } from '../world';
import { JobBuffer } from '../zoo/job-buffer';
import * as zoo from '../zoo/placed-jobs';

/** Where the jobs enqueued in `enqueue` ran: `queue priority` of each. */
async function places(world: World, enqueue: () => Promise<unknown>): Promise<string[]> {
  await enqueue();
  await world.settle();
  expect(JobBuffer.lines).toEqual(
    world.trace.runs.map(({ delivery }) => `${delivery.queue} ${delivery.priority}`),
  );
  return JobBuffer.lines;
}

/** QN: which queue a job goes to. */
export const queueNaming: readonly Case[] = [
  {
    id: 'QN-01',
    behaviour: "A job goes to the queue 'default'",
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.performLater())).toEqual(['default 0']);
    },
  },
  {
    id: 'QN-02',
    behaviour: '@QueueAs names the queue of a class',
    async run(world) {
      expect(await places(world, () => zoo.NamedQueueJob.performLater())).toEqual(['greetings 0']);
    },
  },
  {
    id: 'QN-04',
    behaviour: '@QueueAs(null) means the default queue',
    async run(world) {
      expect(await places(world, () => zoo.NullQueueJob.performLater())).toEqual(['default 0']);
    },
  },
  {
    id: 'QN-05',
    behaviour: '@QueueAs takes a function and uses what it returns',
    async run(world) {
      expect(await places(world, () => zoo.ComputedQueueJob.performLater())).toEqual([
        'computed 0',
      ]);
    },
  },
  {
    id: 'QN-06',
    behaviour: 'The function of @QueueAs gets the job and its arguments',
    async run(world) {
      const jobs = [zoo.QueueByArgumentJob.build('vip'), zoo.QueueByArgumentJob.build('other')];
      for (const job of jobs) await job.enqueue();
      await world.settle();
      expect(jobs.map(({ queueName }) => queueName)).toEqual(['high', 'low']);
      expect(JobBuffer.lines.toSorted()).toEqual(['high 0', 'low 0']);
    },
  },
  {
    id: 'QN-08',
    behaviour:
      "The delimiter between prefix and name can be set (twist: ':' is refused, BullMQ's keys need it)",
    options: { queuePrefix: 'aj', queueDelimiter: '.' },
    async run(world) {
      expect(() => configure({ queueDelimiter: ':' })).toThrow(/queueDelimiter/);
      expect(await places(world, () => zoo.NamedQueueJob.performLater())).toEqual([
        'aj.greetings 0',
      ]);
    },
  },
  {
    id: 'QN-09',
    behaviour: 'The default queue can be changed for the application',
    options: { defaultQueue: 'elsewhere' },
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.performLater())).toEqual(['elsewhere 0']);
    },
  },
  {
    id: 'QN-10',
    behaviour: 'The prefix applies to the default queue as well',
    options: { queuePrefix: 'app' },
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.performLater())).toEqual(['app_default 0']);
    },
  },
  {
    id: 'QN-11',
    behaviour: 'A prefix in one class changes no other class',
    async run(world) {
      expect(await places(world, () => zoo.PrefixedQueueJob.performLater())).toEqual(['aj_low 0']);
      expect(zoo.OtherQueueJob.build().queueName).toBe('low');
    },
  },
  {
    id: 'QN-12',
    behaviour: 'A prefix set on a class later changes no other class',
    async run(world) {
      Object.defineProperty(zoo.LateQueueJob, 'queuePrefix', { value: 'aj', configurable: true });
      expect(await places(world, () => zoo.LateQueueJob.performLater())).toEqual(['aj_low 0']);
      expect(zoo.OtherQueueJob.build().queueName).toBe('low');
    },
  },
  {
    id: 'QN-13',
    behaviour: 'set({ queue }).performNow runs with that queue',
    async run() {
      await zoo.PlacedJob.set({ queue: 'chosen' }).performNow();
      expect(JobBuffer.lines).toEqual(['chosen 0']);
    },
  },
  {
    id: 'QN-14',
    behaviour: 'set({ queue }).performLater runs on that queue',
    async run(world) {
      expect(
        await places(world, () => zoo.PlacedJob.set({ queue: 'chosen' }).performLater()),
      ).toEqual(['chosen 0']);
    },
  },
];

/** QP: which priority a job has. */
export const queuePriority: readonly Case[] = [
  {
    id: 'QP-01',
    behaviour: 'A job has no priority (twist: none is the number 0, which runs before 1)',
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.performLater())).toEqual(['default 0']);
    },
  },
  {
    id: 'QP-02',
    behaviour: 'The default priority can be set for the application',
    options: { defaultPriority: 7 },
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.performLater())).toEqual(['default 7']);
    },
  },
  {
    id: 'QP-03',
    behaviour: '@QueueWithPriority sets the priority of a class',
    async run(world) {
      expect(await places(world, () => zoo.PriorityJob.performLater())).toEqual(['default 20']);
    },
  },
  {
    id: 'QP-04',
    behaviour: '@QueueWithPriority takes a function and uses what it returns',
    async run(world) {
      expect(await places(world, () => zoo.ComputedPriorityJob.performLater())).toEqual([
        'default 30',
      ]);
    },
  },
  {
    id: 'QP-05',
    behaviour: 'The function of @QueueWithPriority gets the job and its arguments',
    async run(world) {
      expect(await places(world, () => zoo.PriorityByArgumentJob.performLater(8))).toEqual([
        'default 16',
      ]);
    },
  },
  {
    id: 'QP-06',
    behaviour: 'set({ priority }).performNow runs with that priority',
    async run() {
      await zoo.PlacedJob.set({ priority: 5 }).performNow();
      expect(JobBuffer.lines).toEqual(['default 5']);
    },
  },
  {
    id: 'QP-07',
    behaviour: 'set({ priority }).performLater runs with that priority',
    async run(world) {
      expect(await places(world, () => zoo.PlacedJob.set({ priority: 5 }).performLater())).toEqual([
        'default 5',
      ]);
    },
  },
];

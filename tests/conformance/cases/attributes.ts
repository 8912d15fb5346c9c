import { randomUUID } from 'node:crypto';
import type { Case } from '../case';
import { AttributesJob } from '../zoo/attributes-job';
import { JobBuffer } from '../zoo/job-buffer';
import type { World } from '../world';

const put = (world: World, attributes?: Record<string, never>) =>
  world.put({
    id: randomUUID(),
    name: 'AttributesJob',
    data: attributes ? { attributes } : {},
  });

/** AT: fields that travel with a job. */
export const attributes: readonly Case[] = [
  {
    id: 'AT-01',
    behaviour: 'An @Attribute() field has its initial value as its default, undefined without one',
    async run() {
      const { name, count, runs } = AttributesJob.build();
      expect({ name, count, runs }).toEqual({ name: undefined, count: 0, runs: [] });
    },
  },
  {
    id: 'AT-02',
    behaviour: 'Attributes can be set before the job is enqueued',
    async run(world) {
      const job = AttributesJob.build();
      job.name = 'Rosa';
      await job.enqueue();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['Rosa 10 after 1']);
    },
  },
  {
    id: 'AT-03',
    behaviour:
      'A stored value passes through the attribute’s parse (twist: an assignment is checked by the compiler, and not cast)',
    async run(world) {
      await put(world, { count: '32' as never });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 42 after 1']);
    },
  },
  {
    id: 'AT-04',
    behaviour: 'Attributes travel under one key of the payload',
    async run(world) {
      await AttributesJob.performLater();
      await world.settle();
      expect(world.trace.stored[0]?.data.attributes).toEqual({
        name: { $undefined: true },
        count: 0,
        runs: [],
      });
    },
  },
  {
    id: 'AT-05',
    behaviour: 'Defaults survive the journey',
    async run(world) {
      await AttributesJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 10 after 1']);
    },
  },
  {
    id: 'AT-06',
    behaviour: 'Unknown attributes in a payload are ignored',
    async run(world) {
      await put(world, { former: 1 as never, count: 1 as never });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 11 after 1']);
    },
  },
  {
    id: 'AT-07',
    behaviour: 'A payload without attributes gives the defaults',
    async run(world) {
      await put(world);
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 10 after 1']);
    },
  },
  {
    id: 'AT-08',
    behaviour: 'What a failed run changed is there in its retry',
    async run(world) {
      await AttributesJob.performLater('fails twice');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 30 after 1,2,3']);
    },
  },
  {
    id: 'AT-10',
    behaviour: 'Attributes persist over interruptions (here: snoozes)',
    async run(world) {
      await AttributesJob.performLater('is interrupted');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined 12 after 1,2,3']);
    },
  },
];

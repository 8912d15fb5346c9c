import { randomUUID } from 'node:crypto';
import { UnknownJobClassError, withAmbient } from '@drover/core';
import { STATE } from '../../../packages/core/src/job/job-state';
import { fromStoredJob } from '../../../packages/core/src/job/stored-form';
import type { Case } from '../case';
import { AmbientJob } from '../zoo/ambient-jobs';
import { HelloJob, PersonJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';
import { Person } from '../zoo/person';
import { RetryJob } from '../zoo/retry-job';

/** JS: the form in which a job travels. */
export const jobData: readonly Case[] = [
  {
    id: 'JS-01',
    behaviour: 'A record travels as a reference and is looked up when the job runs',
    async run(world) {
      await PersonJob.performLater(new Person(5));
      await world.settle();
      expect(JobBuffer.lines).toEqual(['Person 5']);
    },
  },
  {
    id: 'JS-02',
    behaviour:
      'The payload carries the locale in force at the enqueue (twist: withAmbient() sets it)',
    async run(world) {
      await withAmbient({ locale: 'de' }, () => HelloJob.performLater());
      await world.settle();
      expect(world.trace.runs[0]?.delivery.data.locale).toBe('de');
    },
  },
  {
    id: 'JS-03',
    behaviour:
      "A job keeps its payload's locale under another ambient locale, over retries as well",
    async run(world) {
      await withAmbient({ locale: 'de' }, () => RetryJob.performLater('DefaultsError', 2));
      await withAmbient({ locale: 'fr' }, () => world.settle());
      expect(world.trace.runs.map(({ delivery }) => delivery.data.locale)).toEqual(['de', 'de']);
    },
  },
  {
    id: 'JS-04',
    behaviour: 'Loading a payload without a scheduled time leaves the one the job has',
    async run() {
      const job = HelloJob.build();
      job[STATE].scheduledAt = 1_000;
      fromStoredJob(job[STATE], { data: { drover: 1, args: [] } });
      expect(job.scheduledAt).toEqual(new Date(1_000));
    },
  },
  {
    id: 'JS-05',
    behaviour: 'The time of the enqueue under ActiveSupport’s parsing of times in JSON',
    reason: 'Ruby only',
  },
  {
    id: 'JS-06',
    behaviour: 'The scheduled time under ActiveSupport’s parsing of times in JSON',
    reason: 'Ruby only',
  },
  {
    id: 'JS-07',
    behaviour: 'What is stored is plain JSON, and comes back the same at every run',
    async run(world) {
      await RetryJob.performLater('DefaultsError', 2);
      await world.settle();
      const [stored] = world.trace.stored;
      expect(JSON.parse(JSON.stringify(stored))).toEqual(stored);
      const [first, second] = world.trace.runs.map(({ delivery }) => delivery);
      expect(first).toMatchObject({
        id: stored?.id,
        name: 'RetryJob',
        queue: 'default',
        data: stored?.data,
      });
      expect(second?.data.args).toEqual(stored?.data.args);
    },
  },
  {
    id: 'JS-08',
    behaviour: 'A payload of an unknown class fails with UnknownJobClassError, and is kept',
    async run(world) {
      await world.put({ id: randomUUID(), name: 'RetiredJob', data: {} });
      await world.settle();
      expect(world.trace.failure).toBeInstanceOf(UnknownJobClassError);
    },
  },
  {
    id: 'JS-09',
    behaviour: "A job runs in its payload's locale",
    async run(world) {
      await world.put({ id: randomUUID(), name: 'AmbientJob', data: { locale: 'es' } });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['es undefined (job es)']);
    },
  },
  {
    id: 'JS-10',
    behaviour:
      'A job whose payload has no locale runs in the default one (twist: none is in force)',
    async run(world) {
      await AmbientJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['undefined undefined (job undefined)']);
    },
  },
  {
    id: 'JS-11',
    behaviour:
      "The store's id of the job is the job's own, known before it is sent (twist: Rails has a second id, set by the adapter)",
    async run(world) {
      const job = HelloJob.build();
      const { id } = job;
      await job.enqueue();
      await world.settle();
      expect([world.trace.stored[0]?.id, world.trace.runs[0]?.delivery.id]).toEqual([id, id]);
    },
  },
  {
    id: 'JS-13',
    behaviour: 'The time of the enqueue comes back as a Date, to the millisecond',
    async run(world) {
      const before = world.app.clock.now();
      const job = await HelloJob.performLater();
      await world.settle();
      const enqueuedAt = job.enqueuedAt?.getTime() ?? NaN;
      expect(enqueuedAt).toBeGreaterThanOrEqual(before);
      expect(world.trace.runs[0]?.delivery.enqueuedAt).toBe(enqueuedAt);
    },
  },
];

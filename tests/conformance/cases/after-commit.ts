import { enqueueAfterCommit, EnqueueError, performAllLater } from '@drover/core';
import type { Case } from '../case';
import type { World } from '../world';
import {
  HookedPatientJob,
  ImpatientJob,
  InheritingJob,
  PatientJob,
} from '../zoo/after-commit-jobs';
import { JobBuffer } from '../zoo/job-buffer';

/** How many jobs the store has been given. */
const stored = ({ trace }: World) => trace.stored.length;

/** EC: what is enqueued in a transaction of the application is stored when it is committed. */
export const afterCommit: readonly Case[] = [
  {
    id: 'EC-01',
    behaviour:
      'Inside enqueueAfterCommit(), performLater waits for the commit (twist: the transaction is wrapped; frameworks with hooks of their own use configure({ afterCommit }))',
    async run(world) {
      await enqueueAfterCommit(async () => {
        await PatientJob.performLater();
        expect(stored(world)).toBe(0);
      });
      expect(stored(world)).toBe(1);
      await world.settle();
      expect(JobBuffer.lines).toEqual(['PatientJob runs']);
    },
  },
  {
    id: 'EC-02',
    behaviour: 'performLater returns the job at once, which counts as enqueued',
    async run(world) {
      await enqueueAfterCommit(async () => {
        const job = await PatientJob.performLater();
        expect({ enqueued: job.enqueued, stored: stored(world) }).toEqual({
          enqueued: true,
          stored: 0,
        });
      });
      await world.settle();
    },
  },
  {
    id: 'EC-03',
    behaviour: 'So does enqueue() on a built job (twist: there is no form with a block)',
    async run(world) {
      await enqueueAfterCommit(async () => {
        const job = PatientJob.build();
        await expect(job.enqueue()).resolves.toBe(job);
        expect(job.enqueued).toBe(true);
      });
      await world.settle();
    },
  },
  {
    id: 'EC-04',
    behaviour:
      'A push that fails at the commit turns `enqueued` false (twist: it also rejects, so that no job is lost unseen)',
    async run(world) {
      world.refuseNext(1);
      const job = PatientJob.build();
      const committed = enqueueAfterCommit(() => job.enqueue());
      await expect(committed).rejects.toThrow(/The transaction is committed, but 1 of 1 jobs/);
      expect(job.enqueued).toBe(false);
      expect(job.enqueueError).toBeInstanceOf(EnqueueError);
    },
  },
  {
    id: 'EC-05',
    behaviour: 'Enqueue hooks run at the commit',
    async run(world) {
      await enqueueAfterCommit(async () => {
        await HookedPatientJob.performLater();
        expect(JobBuffer.lines).toEqual([]);
      });
      expect(JobBuffer.lines.slice(0, 2)).toEqual(['before enqueue', 'after enqueue']);
      await world.settle();
    },
  },
  {
    id: 'EC-06',
    behaviour: 'performAllLater waits likewise, once for the group',
    async run(world) {
      const events: number[] = [];
      const end = world.app.events.on('bulkEnqueued', ({ jobs }) => void events.push(jobs.length));
      await enqueueAfterCommit(async () => {
        const jobs = await performAllLater([PatientJob.build(), PatientJob.build()]);
        expect([stored(world), jobs[0]?.enqueued]).toEqual([0, true]);
      });
      end();
      expect([stored(world), events]).toEqual([2, [2]]);
      await world.settle();
    },
  },
  {
    id: 'EC-07',
    behaviour:
      'Of mixed jobs those that need not wait go at once, the others at the commit: two bulk events',
    async run(world) {
      const events: number[] = [];
      const end = world.app.events.on('bulkEnqueued', ({ jobs }) => void events.push(jobs.length));
      await enqueueAfterCommit(async () => {
        await performAllLater([PatientJob.build(), ImpatientJob.build(), ImpatientJob.build()]);
        expect([stored(world), events]).toEqual([2, [2]]);
      });
      end();
      expect([stored(world), events]).toEqual([3, [2, 1]]);
      await world.settle();
    },
  },
  {
    id: 'EC-08',
    behaviour: 'Nothing waits unless it is asked to',
    async run(world) {
      await PatientJob.performLater();
      expect(stored(world)).toBe(1);
      await world.settle();
    },
  },
  {
    id: 'EC-09',
    behaviour: 'Waiting needs no database layer: whatever resolves is a transaction',
    async run(world) {
      await enqueueAfterCommit(() => PatientJob.performLater());
      expect(stored(world)).toBe(1);
      const dropped = PatientJob.build();
      const rolledBack = enqueueAfterCommit(async () => {
        await dropped.enqueue();
        throw new Error('rolled back');
      });
      await expect(rolledBack).rejects.toThrow('rolled back');
      expect([stored(world), dropped.enqueued, dropped.notEnqueuedBecause]).toEqual([
        1,
        false,
        'rolledBack',
      ]);
      await world.settle();
    },
  },
  {
    id: 'EC-10',
    behaviour: 'What a base class says of it holds for its subclasses',
    async run(world) {
      await enqueueAfterCommit(async () => {
        await InheritingJob.performLater();
        expect(stored(world)).toBe(1);
      });
      await world.settle();
    },
  },
];

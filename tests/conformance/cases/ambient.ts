import { withAmbient } from '@drover/core';
import { Temporal } from 'temporal-polyfill';
import type { Case } from '../case';
import { AmbientJob, AmbientRescueJob } from '../zoo/ambient-jobs';
import { JobBuffer } from '../zoo/job-buffer';
import { KeepJob } from '../zoo/keep-job';

const inParis = { timeZone: 'Europe/Paris' };
const inTokyo = { timeZone: 'Asia/Tokyo' };

/** TZ: the time zone a job runs in. */
export const timeZones: readonly Case[] = [
  {
    id: 'TZ-01',
    behaviour: 'A job runs in the time zone it was enqueued in',
    async run(world) {
      await withAmbient(inParis, () => AmbientJob.performLater());
      await world.settle();
      await withAmbient(inTokyo, () => AmbientJob.performLater());
      await world.settle();
      expect(JobBuffer.lines).toEqual([
        'undefined Europe/Paris (job undefined)',
        'undefined Asia/Tokyo (job undefined)',
      ]);
    },
  },
  {
    id: 'TZ-02',
    behaviour: 'performNow takes the zone in force when the job was made',
    async run() {
      const job = withAmbient(inParis, () => AmbientJob.build());
      await withAmbient(inTokyo, () => job.performNow());
      expect(JobBuffer.lines).toEqual(['undefined Europe/Paris (job undefined)']);
    },
  },
  {
    id: 'TZ-03',
    behaviour: "Error handlers run in the job's zone too",
    async run(world) {
      await withAmbient(inParis, () => AmbientRescueJob.performLater());
      await withAmbient(inTokyo, () => world.settle());
      expect(JobBuffer.lines).toEqual(['rescued in undefined Europe/Paris']);
    },
  },
];

/** TR: the locale a job runs in. */
export const translation: readonly Case[] = [
  {
    id: 'TR-01',
    behaviour: 'A job runs in its own locale',
    async run() {
      const job = withAmbient({ locale: 'de' }, () => AmbientJob.build());
      await withAmbient({ locale: 'fr' }, () => job.performNow());
      expect(JobBuffer.lines).toEqual(['de undefined (job de)']);
    },
  },
  {
    id: 'TR-02',
    behaviour: "Error handlers run in the job's locale too",
    async run(world) {
      await withAmbient({ locale: 'de' }, () => AmbientRescueJob.performLater());
      await withAmbient({ locale: 'fr' }, () => world.settle());
      expect(JobBuffer.lines).toEqual(['rescued in de undefined']);
    },
  },
];

/** TWZ: times that know their zone. */
export const zonedTimes: readonly Case[] = [
  {
    id: 'TWZ-01',
    behaviour: 'A zoned time keeps its zone when another is in force where it is read',
    async run(world) {
      const time = Temporal.ZonedDateTime.from('2026-07-01T08:00:00-08:00[America/Anchorage]');
      await withAmbient(inParis, () => KeepJob.performLater(time));
      await withAmbient(inTokyo, () => world.settle());
      expect(KeepJob.kept.map(String)).toEqual([String(time)]);
    },
  },
];

import { createHash } from 'node:crypto';
import { QueueAs } from '@drover/core';
import { noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

const MINUTES_A_DAY = 1440n;

/** Phones home once a day, each installation at a minute of its own. */
@QueueAs('low')
export class TriggerDailyJob extends ApplicationJob {
  async perform(installation: string): Promise<void> {
    noteRun(this, { installation });
  }

  /** The installation's minute on the day that begins at `midnight`. */
  static timeFor(installation: string, midnight: number): Date {
    const digest = createHash('md5').update(installation).digest('hex');
    return new Date(midnight + Number(BigInt(`0x${digest}`) % MINUTES_A_DAY) * 60_000);
  }
}

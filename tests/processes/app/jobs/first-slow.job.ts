import { setTimeout as pause } from 'node:timers/promises';
import { Job } from '@drover/core';
import { claim } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Takes its time at first; run again it is quick. */
export class FirstSlowJob extends Job {
  async perform(milliseconds: number): Promise<void> {
    noteRun(this);
    if (claim(`${this.id} started`)) await pause(milliseconds);
    note('done', { jobId: this.id, name: 'FirstSlowJob' });
  }
}

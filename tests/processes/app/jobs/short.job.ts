import { setTimeout as pause } from 'node:timers/promises';
import { Job } from '@drover/core';
import { note, noteRun } from '../../../support/journal';

export class ShortJob extends Job {
  async perform(milliseconds: number): Promise<void> {
    noteRun(this);
    await pause(milliseconds);
    note('done', { jobId: this.id, name: 'ShortJob' });
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { Job } from '@drover/core';
import { read } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Runs until the test says it is enough. */
export class HeldJob extends Job {
  async perform(): Promise<void> {
    noteRun(this);
    while (!read('enough')) await pause(10);
    note('done', { jobId: this.id, name: 'HeldJob' });
  }
}

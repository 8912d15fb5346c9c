import { once } from 'node:events';
import { Job } from '@drover/core';
import { read } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Runs until its process wants to stop, in every process, until the test says it is enough. */
export class RelayJob extends Job {
  async perform(): Promise<void> {
    noteRun(this);
    if (!read('enough')) await once(this.signal, 'abort');
    this.signal.throwIfAborted();
    note('done', { jobId: this.id, name: 'RelayJob' });
  }
}

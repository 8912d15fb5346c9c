import { Job } from '@drover/core';
import { note, noteRun } from '../../../support/journal';

/** Computes so long that nothing else in the process gets a turn. */
export class BlockingJob extends Job {
  async perform(milliseconds: number): Promise<void> {
    noteRun(this);
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    note('done', { jobId: this.id, name: 'BlockingJob' });
  }
}

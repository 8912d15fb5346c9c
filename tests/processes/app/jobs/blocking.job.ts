import { Job } from '@drover/core';
import { read } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Computes so long, or until the test says it is enough, that nothing else in the process gets a turn. */
export class BlockingJob extends Job {
  async perform(milliseconds: number): Promise<void> {
    noteRun(this);
    const end = performance.now() + milliseconds;
    while (performance.now() < end && !read('enough'));
    note('done', { jobId: this.id, name: 'BlockingJob' });
  }
}

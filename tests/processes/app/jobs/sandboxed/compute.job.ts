import { threadId } from 'node:worker_threads';
import { Sandboxed } from '@drover/core';
import { note } from '../../../../support/journal';
import { BlockingJob } from '../blocking.job';

/** Computes for as long, in a thread. */
@Sandboxed()
export class ComputeJob extends BlockingJob {
  override async perform(milliseconds: number): Promise<void> {
    await super.perform(milliseconds);
    note('thread', { jobId: this.id, threadId });
  }
}

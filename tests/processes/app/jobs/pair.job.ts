import { setTimeout as pause } from 'node:timers/promises';
import { Job, LimitConcurrency } from '@drover/core';
import { note } from '../../../support/journal';

/** At most two of a key are in at once. */
@LimitConcurrency({ to: 2, key: (key: string) => key, duration: '8 seconds' })
export class PairJob extends Job {
  async perform(key: string, milliseconds: number): Promise<void> {
    const { id: jobId, executions } = this;
    note('in', { jobId, key, executions });
    await pause(milliseconds);
    note('out', { jobId, key });
  }
}

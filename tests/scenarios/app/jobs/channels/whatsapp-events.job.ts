import { setTimeout as sleep } from 'node:timers/promises';
import { LockConflictError, QueueAs, RetryOn } from '@drover/core';
import { note, noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

@QueueAs('high')
@RetryOn(LockConflictError, { wait: '2 seconds', jitter: 0, attempts: 20, report: true })
export class WhatsappEventsJob extends ApplicationJob {
  /** Works on an event for so many milliseconds, one event of a sender at a time. */
  async perform(inbox: string, sender: string, event: string, milliseconds: number): Promise<void> {
    noteRun(this, { event });
    await this.withLock(`${inbox}::${sender}`, { ttl: '30 seconds' }, async ({ fence }) => {
      note('enter', { jobId: this.id, sender, event, fence });
      await sleep(milliseconds);
      note('leave', { jobId: this.id, sender, event, fence });
    });
  }
}

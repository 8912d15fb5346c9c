import { setTimeout as sleep } from 'node:timers/promises';
import { LockConflictError, QueueAs, RetryOn } from '@drover/core';
import { read } from '../../../../support/database';
import { note, noteRun } from '../../../../support/journal';
import { waitFor } from '../../../../support/wait-for';
import { ApplicationJob } from '../application.job';

@QueueAs('high')
@RetryOn(LockConflictError, { wait: '2 seconds', jitter: 0, attempts: 20, report: true })
export class WhatsappEventsJob extends ApplicationJob {
  /**
   * Works on an event for so many milliseconds, one event of a sender at a time.
   *
   * @param holds - it goes on until this is written into the database
   */
  async perform(
    inbox: string,
    sender: string,
    event: string,
    milliseconds: number,
    holds?: string,
  ): Promise<void> {
    noteRun(this, { event });
    await this.withLock(`${inbox}::${sender}`, { ttl: '30 seconds' }, async ({ fence }) => {
      note('enter', { jobId: this.id, sender, event, fence });
      await sleep(milliseconds);
      if (holds) await waitFor(() => read(holds), { what: holds });
      note('leave', { jobId: this.id, sender, event, fence });
    });
  }
}

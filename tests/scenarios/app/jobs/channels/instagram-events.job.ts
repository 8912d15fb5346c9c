import { LockConflictError, QueueAs, RetryOn } from '@drover/core';
import { note, noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

@QueueAs('high')
@RetryOn(LockConflictError, {
  wait: (failures) => failures * 1000,
  attempts: 3,
  onExhausted: 'performWithoutLock',
})
export class InstagramEventsJob extends ApplicationJob {
  async perform(inbox: string, sender: string, event: string): Promise<void> {
    noteRun(this, { event });
    await this.withLock(`${inbox}::${sender}`, { ttl: '3 seconds' }, () =>
      note('handled', { jobId: this.id, event, locked: true }),
    );
  }

  performWithoutLock(): void {
    note('handled', { jobId: this.id, args: this.arguments, locked: false });
  }
}

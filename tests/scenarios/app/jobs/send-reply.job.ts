import { QueueAs } from '@drover/core';
import { noteRun } from '../../../support/journal';
import { ApplicationJob } from './application.job';

@QueueAs('high')
export class SendReplyJob extends ApplicationJob {
  async perform(messageId: number): Promise<void> {
    noteRun(this, { messageId });
  }

  /** An attachment is given time to be uploaded. */
  static enqueueFor(messageId: number, { attachments }: { attachments: number }) {
    return attachments > 0
      ? SendReplyJob.set({ wait: '2 seconds' }).performLater(messageId)
      : SendReplyJob.performLater(messageId);
  }
}

import { QueueAs, Unique } from '@drover/core';
import { noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

/** One mail per conversation for what was written in two minutes; it begins at the first message. */
@QueueAs('low')
@Unique({ ttl: '1 hour', by: 0 })
export class ReplyEmailJob extends ApplicationJob {
  async perform(conversationId: number, firstMessageId: number): Promise<void> {
    noteRun(this, { conversationId, firstMessageId });
  }
}

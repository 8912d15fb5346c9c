import { QueueAs } from '@drover/core';
import { conversations } from '../../app/models/conversation';
import { messages } from '../../app/models/message';
import { ApplicationJob } from '../application.job';

/** Opens a snoozed conversation again when the customer has the last word in it. */
@QueueAs('default')
export class ReopenCheckJob extends ApplicationJob {
  async perform(conversationId: number) {
    const conversation = conversations.findBy(conversationId);
    if (conversation?.status !== 'snoozed') return;

    const last = messages.where((message) => message.conversationId === conversationId).at(-1);
    if (last?.direction !== 'incoming') return;
    conversations.update(conversationId, { status: 'open', reopened: true });
  }
}

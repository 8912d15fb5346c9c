import { QueueAs } from '@drover/core';
import { users } from '../../app/models/account';
import { conversations } from '../../app/models/conversation';
import { ResolveService } from '../../app/services/resolve-service';
import { ApplicationJob } from '../application.job';

@QueueAs('default')
export class ResolveConversationJob extends ApplicationJob {
  async perform(conversationId: number, userId?: number) {
    const conversation = conversations.findBy(conversationId);
    if (!conversation) return; // Deleted since: nothing is left to do.

    const user = users.findBy(userId);
    await new ResolveService(conversation, user).perform();
  }
}

import { conversations } from '../app/models/conversation';
import { messages } from '../app/models/message';
import { ApplicationJob } from './application.job';

/** Every night: forgets what was said in resolved conversations. */
export class CleanupJob extends ApplicationJob {
  async perform() {
    for (const { id } of conversations.where(({ status }) => status === 'resolved'))
      for (const message of messages.where(({ conversationId }) => conversationId === id))
        messages.delete(message.id);
  }
}

import { QueueAs } from '@drover/core';
import { messages, type MessageParams } from '../../app/models/message';
import { ApplicationJob } from '../application.job';
import { SendEmailJob } from '../mailers/send-email.job';

/** Safe to run twice: a channel that gets no answer in time sends its message again. */
@QueueAs('critical')
export class ProcessIncomingMessageJob extends ApplicationJob {
  async perform(params: MessageParams, sourceId: string) {
    if (messages.exists((message) => message.sourceId === sourceId)) return;

    const message = messages.create({ ...params, sourceId, direction: 'incoming' });
    await SendEmailJob.performLater('ConversationMailer', 'newMessage', message.id);
  }
}

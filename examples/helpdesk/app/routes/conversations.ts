import { Router } from 'express';
import { ReopenCheckJob } from '../../jobs/conversations/reopen-check.job';
import { ResolveConversationJob } from '../../jobs/conversations/resolve.job';
import { SendEmailJob } from '../../jobs/mailers/send-email.job';
import { conversations } from '../models/conversation';
import { messages } from '../models/message';
import { span } from '../time';
import { accepted } from './accepted';

export function conversationRoutes(): Router {
  const routes = Router();

  routes.post('/:id/resolve', async (request, response) => {
    const { userId, urgent } = request.body as { userId?: number; urgent?: boolean };
    const queue = urgent ? 'critical' : 'default';
    const id = Number(request.params.id);
    accepted(response, await ResolveConversationJob.set({ queue }).performLater(id, userId));
  });

  routes.post('/:id/snooze', async (request, response) => {
    const { id } = conversations.update(Number(request.params.id), { status: 'snoozed' });
    const wait = span('5 minutes');
    accepted(response, await ReopenCheckJob.set({ wait }).performLater(id));
  });

  routes.post('/:id/messages', async (request, response) => {
    const { body } = request.body as { body: string };
    const conversationId = Number(request.params.id);
    const { id } = messages.create({ conversationId, direction: 'outgoing', body });
    accepted(response, await SendEmailJob.performLater('ConversationMailer', 'agentReply', id));
  });

  return routes;
}

import { contacts } from '../models/contact';
import { conversations } from '../models/conversation';
import { messages } from '../models/message';
import type { Mailer } from './mail';

const AGENTS = 'agents@helpdesk.test';

export const conversationMailer = {
  /** To the agents: a customer wrote. */
  newMessage(messageId) {
    const { conversationId, body } = messages.find(messageId);
    return { to: AGENTS, subject: `New message in conversation ${conversationId}`, body };
  },

  /** To the customer: an agent answered. */
  agentReply(messageId) {
    const { conversationId, body } = messages.find(messageId);
    const { email } = contacts.find(conversations.find(conversationId).contactId);
    return { to: email, subject: 'You have an answer', body };
  },
} satisfies Mailer;

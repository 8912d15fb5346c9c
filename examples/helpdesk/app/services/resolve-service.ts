import { performAllLater } from '@drover/core';
import { WebhookDeliveryJob } from '../../jobs/webhooks/delivery.job';
import type { User } from '../models/account';
import { conversations, type Conversation } from '../models/conversation';
import { webhooks } from '../models/webhook';

/** Resolves a conversation and tells every webhook of its account, in one round trip. */
export class ResolveService {
  readonly #conversation: Conversation;
  readonly #user: User | undefined;

  constructor(conversation: Conversation, user: User | undefined) {
    this.#conversation = conversation;
    this.#user = user;
  }

  async perform(): Promise<void> {
    const { id, accountId } = this.#conversation;
    const resolvedBy = this.#user?.name ?? 'automation';
    conversations.update(id, { status: 'resolved', resolvedBy });
    await this.#notify(accountId);
  }

  async #notify(accountId: number): Promise<void> {
    const payload = { event: 'conversation.resolved', conversationId: this.#conversation.id };
    const subscribed = webhooks.where((each) => each.accountId === accountId && each.enabled);
    await performAllLater(subscribed.map(({ id }) => WebhookDeliveryJob.build(id, payload)));
  }
}

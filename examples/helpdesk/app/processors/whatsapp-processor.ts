import { ProcessIncomingMessageJob } from '../../jobs/messages/process-incoming.job';
import type { InboundPayload, Processor } from './processor';

interface WhatsappMessage {
  readonly id: string;
  readonly conversation: number;
  readonly text: string;
}

/** WhatsApp posts several messages at once, and posts them again when we answer late. */
export class WhatsappProcessor implements Processor {
  readonly #messages: readonly WhatsappMessage[];

  constructor(payload: InboundPayload) {
    this.#messages = (payload['messages'] ?? []) as readonly WhatsappMessage[];
  }

  async process(): Promise<void> {
    for (const { id, conversation, text } of this.#messages) {
      await ProcessIncomingMessageJob.performLater(
        { conversationId: conversation, body: text },
        id,
      );
    }
  }
}

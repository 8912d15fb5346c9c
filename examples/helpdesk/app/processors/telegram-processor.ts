import { ProcessIncomingMessageJob } from '../../jobs/messages/process-incoming.job';
import type { InboundPayload, Processor } from './processor';

/** Telegram posts one update at a time. */
export class TelegramProcessor implements Processor {
  readonly #payload: InboundPayload;

  constructor(payload: InboundPayload) {
    this.#payload = payload;
  }

  async process(): Promise<void> {
    const { update_id: id, conversation, text } = this.#payload;
    const params = { conversationId: Number(conversation), body: String(text) };
    await ProcessIncomingMessageJob.performLater(params, `telegram-${String(id)}`);
  }
}

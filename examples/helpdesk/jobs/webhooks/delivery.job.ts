import { DiscardOn, QueueAs, RetryOn, type PerformArguments } from '@drover/core';
import { webhooks, type Webhook, type WebhookPayload } from '../../app/models/webhook';
import { NotFound } from '../../app/not-found';
import { scaled, span } from '../../app/time';
import { ApplicationJob } from '../application.job';

@QueueAs('webhooks')
@RetryOn(Error, { wait: scaled('polynomiallyLonger'), attempts: 5, onExhausted: 'disable' })
@DiscardOn(NotFound)
export class WebhookDeliveryJob extends ApplicationJob {
  async perform(webhookId: number, payload: WebhookPayload) {
    const webhook = webhooks.find(webhookId);
    const response = await this.#deliver(webhook, payload);

    if (response.status === 404) throw new NotFound(`${webhook.url} is gone`);
    if (!response.ok) throw new Error(`Webhook delivery failed: ${response.status}`);
    webhooks.update(webhook.id, { delivered: webhook.delivered + 1 });
  }

  /** Called once, when the fifth run has failed too. */
  disable() {
    const [webhookId] = this.arguments as PerformArguments<WebhookDeliveryJob>;
    webhooks.update(webhookId, { enabled: false });
  }

  #deliver(webhook: Webhook, payload: WebhookPayload): Promise<Response> {
    return fetch(webhook.url, {
      method: 'POST',
      body: JSON.stringify(payload),
      headers: { 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(span('10 seconds', { atLeast: 2000 })),
    });
  }
}

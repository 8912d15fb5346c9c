import { QueueAs, RetryOn } from '@drover/core';
import { note } from '../../../../support/journal';
import { RetryableError, WebhookJob, type DeliveryOptions } from '../webhook.job';

@QueueAs('high')
@RetryOn<AgentBotWebhookJob>(RetryableError, {
  wait: '3 seconds',
  attempts: 3,
  onExhausted: (job, { message }) => {
    note('exhausted', { jobId: job.id, message, args: job.arguments });
  },
})
export class AgentBotWebhookJob extends WebhookJob {
  override perform(
    url: string,
    payload: object,
    type = 'agent_bot',
    options?: DeliveryOptions,
  ): Promise<void> {
    return super.perform(url, payload, type, options);
  }
}

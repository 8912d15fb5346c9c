import { QueueAs } from '@drover/core';
import type { InboundPayload } from '../../app/processors/processor';
import { processorFor } from '../../app/processors/registry';
import { ApplicationJob } from '../application.job';

/** Hands what a channel posted to the processor of that channel. */
@QueueAs('webhooks')
export class WebhookProcessorJob extends ApplicationJob {
  async perform(webhookType: string, payload: InboundPayload) {
    this.logger.info(`Starting with a webhook of ${webhookType}`);
    try {
      const Processor = processorFor(webhookType);
      await new Processor(payload).process();
    } catch (error) {
      this.logger.error(`The webhook of ${webhookType} failed: ${String(error)}`);
      throw error;
    }
    this.logger.info(`Completed the webhook of ${webhookType}`);
  }
}

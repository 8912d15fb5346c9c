import { QueueAs } from '@drover/core';
import { note, noteRun } from '../../../support/journal';
import { ApplicationJob } from './application.job';

export class RetryableError extends Error {
  override name = 'RetryableError';
}

export interface DeliveryOptions {
  readonly secret?: string;
  readonly deliveryId?: string;
}

@QueueAs('medium')
export class WebhookJob extends ApplicationJob {
  async perform(
    url: string,
    payload: object,
    type = 'account_webhook',
    options: DeliveryOptions = {},
  ): Promise<void> {
    noteRun(this, { type, options });
    const { status } = await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
    if (status >= 500)
      throw new RetryableError(`${url} answered ${status} on run ${this.executions}`);
    if (status >= 400) note('message marked as failed', { jobId: this.id, status });
  }
}

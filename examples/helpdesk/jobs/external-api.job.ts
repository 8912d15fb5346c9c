import { DiscardOn, QueueAs, RescueFrom, RetryOn } from '@drover/core';
import { integrations } from '../app/models/integration';
import {
  callExternalApi,
  ConnectionError,
  RateLimited,
  ReadTimeout,
  RecordInvalid,
} from '../app/services/external-api';
import { scaled, span } from '../app/time';
import { ApplicationJob } from './application.job';

@QueueAs('default')
// Retry on network errors
@RetryOn(ConnectionError, { wait: scaled('30 seconds'), attempts: 3 })
@RetryOn(ReadTimeout, { wait: scaled('1 minute'), attempts: 3 })
// Don't retry on validation errors
@DiscardOn(RecordInvalid)
// Custom error handling
@RescueFrom(RateLimited, 'comeBackLater')
export class ExternalApiJob extends ApplicationJob {
  async perform(integrationId: number) {
    const { id, name, url } = integrations.find(integrationId);
    const timeout = AbortSignal.timeout(span('10 seconds', { atLeast: 2000 }));
    await callExternalApi(url, { name }, timeout);
    integrations.update(id, { synced: true });
  }

  /** Runs again when the other side said, however often that is. */
  comeBackLater(error: RateLimited) {
    this.logger.warn(`Rate limited: ${error.message}`);
    this.retryJob({ wait: span(`${error.retryAfterSeconds} seconds`) });
  }
}

import { Router } from 'express';
import { WebhookProcessorJob } from '../../jobs/webhooks/processor.job';
import type { InboundPayload } from '../processors/processor';
import { accepted } from './accepted';

/** Where WhatsApp, Telegram and others post to us: answered at once, processed later. */
export function inboundRoutes(): Router {
  const routes = Router();

  routes.post('/:type', async (request, response) => {
    const payload = request.body as InboundPayload;
    accepted(response, await WebhookProcessorJob.performLater(request.params.type, payload));
  });

  return routes;
}

import { Router } from 'express';
import { WebhookDeliveryJob } from '../../jobs/webhooks/delivery.job';
import { webhooks } from '../models/webhook';
import { accepted } from './accepted';

export function webhookRoutes(): Router {
  const routes = Router();

  routes.post('/:id/ping', async (request, response) => {
    const id = Number(request.params.id);
    accepted(response, await WebhookDeliveryJob.performLater(id, { event: 'ping' }));
  });

  routes.delete('/:id', (request, response) => {
    webhooks.delete(Number(request.params.id));
    response.status(204).end();
  });

  return routes;
}

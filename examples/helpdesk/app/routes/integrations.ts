import { Router } from 'express';
import { ExternalApiJob } from '../../jobs/external-api.job';
import { accepted } from './accepted';

export function integrationRoutes(): Router {
  const routes = Router();

  routes.post('/:id/sync', async (request, response) => {
    accepted(response, await ExternalApiJob.performLater(Number(request.params.id)));
  });

  return routes;
}

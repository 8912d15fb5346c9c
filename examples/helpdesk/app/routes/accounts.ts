import { Router } from 'express';
import { BulkContactUpdateJob } from '../../jobs/contacts/bulk-update.job';
import { ReportGenerationJob } from '../../jobs/reports/generation.job';
import type { ContactAttributes } from '../models/contact';
import { accepted } from './accepted';

interface ReportRequest {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** When to generate it; now when absent. */
  readonly at?: string;
}

export function accountRoutes(): Router {
  const routes = Router();

  routes.post('/:id/reports', async (request, response) => {
    const { type, from, to, at } = request.body as ReportRequest;
    const range = { from: new Date(from), to: new Date(to) };
    const job = ReportGenerationJob.build(Number(request.params.id), type, range);
    accepted(response, await job.enqueue(at ? { waitUntil: new Date(at) } : {}));
  });

  routes.post('/:id/contacts/bulk', async (request, response) => {
    const { ids, attributes } = request.body as { ids: number[]; attributes: ContactAttributes };
    const accountId = Number(request.params.id);
    accepted(response, await BulkContactUpdateJob.performLater(accountId, ids, attributes));
  });

  return routes;
}

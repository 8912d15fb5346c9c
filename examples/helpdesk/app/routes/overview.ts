import type { Request, Response } from 'express';
import { outbox } from '../mailers/mail';
import { conversations } from '../models/conversation';
import { integrations } from '../models/integration';
import { reports } from '../models/report';
import { webhooks } from '../models/webhook';

/** What the jobs have done so far. */
export function overview(_request: Request, response: Response): void {
  response.json({
    conversations: conversations.all(),
    webhooks: webhooks.all(),
    integrations: integrations.all(),
    reports: reports.all(),
    outbox,
  });
}

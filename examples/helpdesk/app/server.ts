import { board } from '@drover/board';
import express, { type Express } from 'express';
import { answerError } from './routes/answer-error';
import { accountRoutes } from './routes/accounts';
import { conversationRoutes } from './routes/conversations';
import { inboundRoutes } from './routes/inbound';
import { integrationRoutes } from './routes/integrations';
import { currentUser, loginRoutes, signedInOnly } from './routes/login';
import { overview } from './routes/overview';
import { webhookRoutes } from './routes/webhooks';

/** The helpdesk's HTTP side: its routes enqueue, and answer 202 at once. */
export function createApp(): Express {
  const app = express();
  app.use(express.json());
  app.get('/', overview);
  app.use('/login', loginRoutes());
  app.use(
    '/jobs',
    signedInOnly,
    board({
      title: 'Helpdesk',
      authorize: (request) => (currentUser(request)?.admin ? 'write' : 'read'),
      user: (request) => currentUser(request)?.email,
    }),
  );
  app.use('/conversations', conversationRoutes());
  app.use('/accounts', accountRoutes());
  app.use('/webhooks', webhookRoutes());
  app.use('/inbound', inboundRoutes());
  app.use('/integrations', integrationRoutes());
  app.use(answerError);
  return app;
}

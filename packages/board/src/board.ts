import { currentApplication } from '@drover/core';
import express, {
  type ErrorRequestHandler,
  type RequestHandler,
  type Response,
  type Request,
} from 'express';
import { gate } from './access/gate';
import { securityHeaders } from './access/security-headers';
import { checkBoardOptions, type BoardOptions } from './access/board-options';
import { bullBoard } from './bull/bull-board';
import { errorAnswer } from './errors/error-answer';
import { menuOf } from './pages/menu';
import { pageRoutes } from './pages/pages';
import { sendRefusal } from './pages/refusal';

/**
 * A dashboard over the queues of this process's application, to be mounted in an Express application:
 * `app.use('/jobs', board({ authorize }))`. Closed, unless `authorize` says otherwise.
 *
 * @throws InvalidOptionsError
 */
export function board(options: BoardOptions = {}): RequestHandler {
  const { authorize, user, title = 'Drover', basePath } = checkBoardOptions(options);
  const production = process.env['NODE_ENV'] === 'production';
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders);
  app.use(gate({ settings: { authorize, production }, ...(user && { user }) }));
  app.use(express.urlencoded({ extended: false, limit: '1mb' }));
  app.use((request, response, next) => {
    response.locals['boardTitle'] = title;
    response.locals['basePath'] = basePath ?? request.baseUrl;
    next();
  });
  app.use(knowsItsJobs());
  app.use(pageRoutes());
  app.use(bullBoard({ title, links: ({ adapter }) => menuOf(adapter) }));
  app.use((request, response) =>
    sendRefusal(request, response, { status: 404, reason: 'There is no such page.' }),
  );
  app.use(answerErrors);
  return app;
}

/** What a class says of its arguments holds on the board too, so the classes must be known. */
function knowsItsJobs(): RequestHandler {
  return async (_request, _response, next) => {
    const application = currentApplication();
    await application.loadJobs().catch((error: unknown) => {
      application.logger.warn({ err: error }, 'The board does not know the job classes');
    });
    next();
  };
}

const answerErrors: ErrorRequestHandler = (
  error: Error,
  request: Request,
  response: Response,
  next,
) => {
  if (response.headersSent) return next(error);
  const { status, message } = errorAnswer(error);
  sendRefusal(request, response, { status, reason: message });
};

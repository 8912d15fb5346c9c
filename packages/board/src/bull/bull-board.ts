import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { currentApplication, type Application } from '@drover/core';
import { Router, type Express, type RequestHandler } from 'express';
import { errorAnswer } from '../errors/error-answer';
import { BoardQueues } from './board-queues';
import { retryAllRoute } from './retry-all';

export interface BullBoardParts {
  readonly title: string;
  /** Of an application, to pages beside bull-board's. */
  readonly links: (application: Application) => readonly Link[];
}

interface Link {
  readonly text: string;
  readonly url: string;
}

type EntryRoute = Parameters<ExpressAdapter['setEntryRoute']>[0];

/** Data are not edited here, and bull-board has no option that leaves the icon out. */
const WITHOUT_EDITOR = '[class*="jobActions-"] li:has(.lucide-pencil) { display: none }';

type Answer = ReturnType<Parameters<ExpressAdapter['setErrorHandler']>[0]>;

/** bull-board's way into Express, without what it would tell strangers. */
class QuietExpressAdapter extends ExpressAdapter {
  override setErrorHandler(): this {
    return super.setErrorHandler((error) => {
      const { status, message } = errorAnswer(error);
      // Its page shows `message` below `error`, the key of a text of its own. One that it lacks it shows.
      const key = status < 500 ? 'Not done' : 'ERRORS.INTERNAL_SERVER_ERROR';
      const body = { error: { key }, message };
      return { status, body } as Answer;
    });
  }

  override setEntryRoute(entry: EntryRoute): this {
    this.app[entry.method](entry.route, (_request, response, next) => {
      const { name, params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.render(name, params, (error: Error | null, page: string) => {
        if (error) next(error);
        else response.send(page.replace('</head>', `<style>${WITHOUT_EDITOR}</style></head>`));
      });
    });
    return this;
  }

  setLinks(links: readonly Link[]): void {
    const miscLinks = links.map(({ text, url }) => ({ text, url }));
    this.setUIConfig({ ...this.uiConfig, miscLinks });
  }

  override getRouter(): Express {
    this.app.disable('x-powered-by');
    return this.app;
  }
}

/**
 * bull-board over the queues of this process's application, to be mounted behind a gate. Whoever may only
 * look gets one whose pages offer no changes: what may be changed is a property of its queues.
 */
export function bullBoard(parts: BullBoardParts): RequestHandler {
  const boards = { write: mount(parts, false), read: mount(parts, true) };
  const queues = new BoardQueues(Object.values(boards).map(({ board }) => board));
  return async (request, response, next) => {
    const application = currentApplication();
    if (!request.path.startsWith('/static/')) await queues.refresh(application);
    const { access, basePath } = response.locals as { access: 'read' | 'write'; basePath: string };
    const { server, router } = boards[access];
    // Read at once, before another request can set them.
    server.setBasePath(basePath);
    server.setLinks(parts.links(application));
    router(request, response, next);
  };
}

function mount({ title }: BullBoardParts, readOnlyMode: boolean) {
  const server = new QuietExpressAdapter();
  const { replaceQueues } = createBullBoard({
    queues: [],
    serverAdapter: server,
    options: {
      uiConfig: {
        boardTitle: title,
        hideDocsLink: true,
        // It would ask the store for the list of all its clients, for each queue at each poll.
        showWorkers: false,
      },
    },
  });
  const router = Router().use(retryAllRoute(), server.getRouter());
  return { server, router, board: { replaceQueues, readOnlyMode } };
}

import { currentApplication } from '@drover/core';
import { Router, type RequestHandler } from 'express';
import { listLocks, releaseLocks } from './locks';
import { isAbsent } from './menu';
import { showMetrics } from './metrics';
import { commandProcess, listProcesses } from './processes';
import { actOnSchedule, listSchedule } from './schedule';
import { actOnFound, search } from './search';
import { stats } from './stats';
import { View } from './view';

/** Our own pages and what their forms do. */
export function pageRoutes(): Router {
  const router = Router();
  router.use(({ path }, _response, next) =>
    next(isAbsent(path, currentApplication().adapter) ? 'router' : undefined),
  );
  router.get('/api/stats', stats);
  router.get('/schedule', on(listSchedule));
  router.post('/schedule/:action', on(actOnSchedule));
  router.get('/processes', on(listProcesses));
  router.post('/processes/:command', on(commandProcess));
  router.get('/locks', on(listLocks));
  router.post('/locks/release', on(releaseLocks));
  router.get('/search', on(search));
  router.post('/search', on(actOnFound));
  router.get('/metrics', on(showMetrics));
  return router;
}

type Show = (view: View, request: Parameters<RequestHandler>[0]) => Promise<void>;

function on(show: Show): RequestHandler {
  return (request, response) => show(new View(request, response), request);
}

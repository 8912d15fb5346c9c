import { appRoutes } from '@bull-board/api/dist/routes.js';

const STATUSES = [
  'latest',
  'failed',
  'completed',
  'delayed',
  'waiting',
  'active',
  'prioritized',
  'waiting-children',
];
const OWN = ['/api/stats', '/schedule', '/processes', '/locks', '/metrics', '/search?state='];

/** What a board at /jobs can be asked for: of bull-board and of our own, those of a later bull-board among them. */
export function getRoutes(
  queue: string,
  jobs: readonly { readonly id: string }[],
): readonly string[] {
  const theirs = [...appRoutes.api, appRoutes.entryPoint]
    .filter(({ method }) => [method].flat().includes('get'))
    .flatMap(({ route }) => [route].flat())
    .flatMap((route) => jobs.map(({ id }) => route.replace(':jobId', id)))
    .map((route) => route.replace(':queueName', queue).replaceAll(/:\w+/g, 'foreign'));
  const lists = STATUSES.map((status) => `/api/queues?activeQueue=${queue}&status=${status}`);
  return [...new Set([...theirs, ...lists, ...OWN])].map((route) => `/jobs${route}`);
}

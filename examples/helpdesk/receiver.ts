import { createServer, type Server, type ServerResponse } from 'node:http';

/** How a path answers its nth request, from 1. */
type Behaviour = (response: ServerResponse, visit: number) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(code, headers).end();

const hang: Behaviour = () => undefined;
const hangUp: Behaviour = (response) => response.destroy();

/** The failures first, then 200, then the failures again. */
const afterFailing = (...failures: Behaviour[]): Behaviour => {
  const cycle = [...failures, status(200)];
  return (response, visit) => cycle[(visit - 1) % cycle.length]?.(response, visit);
};

const behaviours: Readonly<Record<string, Behaviour>> = {
  '/hooks/healthy': status(200),
  '/hooks/flaky': afterFailing(status(500), status(500)),
  '/hooks/slow': afterFailing(hang),
  '/hooks/gone': status(404),
  '/hooks/down': status(503),
  '/api/slow': afterFailing(hang),
  '/api/unreachable': hangUp,
  '/api/invalid': status(422),
  '/api/limited': afterFailing(status(429, { 'Retry-After': '20' })),
};

/** The other people's servers: each path is one of them, with troubles of its own. */
export function createReceiver(): Server {
  const visits = new Map<string, number>();
  return createServer((request, response) => {
    const path = request.url ?? '/';
    const visit = (visits.get(path) ?? 0) + 1;
    visits.set(path, visit);
    request.resume();
    (behaviours[path] ?? status(404))(response, visit);
  });
}

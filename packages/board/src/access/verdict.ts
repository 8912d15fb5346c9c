import type { Request } from 'express';
import type { Access, Authorize } from './board-options';
import { isCrossSite, isLocal, isReading } from './request-origin';

/** Whether a request is let in, and if not, what its sender is told. */
export type Verdict =
  | { readonly access: 'read' | 'write' }
  | { readonly status: 401 | 403 | 503; readonly reason: string };

export interface GateSettings {
  readonly authorize: Authorize | undefined;
  readonly production: boolean;
}

/** Decides whether a request is let in. Rejects with what `authorize` throws. */
export async function judge(
  request: Request,
  { authorize, production }: GateSettings,
): Promise<Verdict> {
  if (isCrossSite(request)) return refuse(403, 'The request came from a page of another site.');
  if (!authorize) return withoutLock(request, production);
  const access = await authorize(request);
  if (access === 'write') return { access };
  if (access !== 'read')
    return refuse(authorize.challenge ? 401 : 403, 'You may not see this board.');
  return isReading(request) ? { access } : refuse(403, READER);
}

const READER = 'You may look at this board, but change nothing.';

function withoutLock(request: Request, production: boolean): Verdict {
  if (production) return refuse(503, CLOSED);
  return isLocal(request) ? { access: 'write' } : refuse(403, LOCAL_ONLY);
}

const CLOSED = `This board is closed, as nothing says who may see it. Tell it:

  app.use('/jobs', board({ authorize: basicAuth({ user: 'admin', password }) }))
  app.use('/jobs', board({ authorize: (request) => (request.user?.isAdmin ? 'write' : 'none') }))`;

const LOCAL_ONLY = `Without \`authorize\` this board is open to the machine it runs on, and to nobody else.`;

function refuse(status: 401 | 403 | 503, reason: string): Verdict {
  return { status, reason };
}

/** Whether a value is an answer of `authorize`. */
export function isAccess(value: unknown): value is Access {
  return value === 'none' || value === 'read' || value === 'write';
}

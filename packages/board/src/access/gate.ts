import { currentApplication } from '@drover/core';
import type { Request, RequestHandler, Response } from 'express';
import type { BoardOptions } from './board-options';
import { sendRefusal } from '../pages/refusal';
import { actionOf } from './action';
import { isReading } from './request-origin';
import { isAccess, judge, type GateSettings, type Verdict } from './verdict';

export interface GateParts extends Pick<BoardOptions, 'user'> {
  readonly settings: GateSettings;
}

/** Lets in whom it may, and keeps a record of every change and of every try at one. */
export function gate(parts: GateParts): RequestHandler {
  let warned = false;
  return async (request, response, next) => {
    if (!isReading(request)) recordAction(request, response, parts);
    if (!parts.settings.authorize && !parts.settings.production && !warned) {
      warned = true;
      currentApplication().logger.warn({ code: 'DROVER_BOARD_OPEN' }, OPEN);
    }
    const verdict = await judge(request, withCheckedAnswer(parts));
    if ('status' in verdict) return refuse(request, response, verdict, parts);
    response.locals['access'] = verdict.access;
    next();
  };
}

const OPEN =
  'The board has no `authorize`, so it is open to whoever uses this machine. In production it would be closed.';

/** What is no answer means 'none', and is told of. */
function withCheckedAnswer({ settings }: GateParts): GateSettings {
  const { authorize, production } = settings;
  if (!authorize) return settings;
  const checked = async (request: Request) => {
    const answer: unknown = await authorize(request);
    if (isAccess(answer)) return answer;
    currentApplication().logger.error(
      { code: 'DROVER_BOARD_ANSWER', answer },
      "board() authorize: expected 'none', 'read' or 'write'. Nobody was let in.",
    );
    return 'none';
  };
  return { production, authorize: Object.assign(checked, authorize) };
}

function refuse(
  request: Request,
  response: Response,
  { status, reason }: Extract<Verdict, { status: number }>,
  { settings }: GateParts,
): void {
  const { challenge } = settings.authorize ?? {};
  if (status === 401 && challenge) response.set('WWW-Authenticate', challenge);
  sendRefusal(request, response, { status, reason });
}

/** At the end of the answer, so that it tells how it went. */
function recordAction(request: Request, response: Response, parts: GateParts): void {
  const user = nameOf(request, parts);
  response.on('finish', () => {
    currentApplication().events.emit('boardAction', {
      ...actionOf(request),
      ...{ user, status: response.statusCode },
    });
  });
}

function nameOf(request: Request, { user, settings }: GateParts): string {
  const named = (user ?? settings.authorize?.user)?.(request);
  return named ?? request.ip ?? 'somebody';
}

import type { JobEvents } from '@drover/core';
import type { Request } from 'express';

type Action = Pick<JobEvents['boardAction'], 'action' | 'queue' | 'jobIds' | 'name'>;

const QUEUE_WIDE = ['retry', 'clean'];

/** What a request is to change, for the record. */
export function actionOf(request: Pick<Request, 'originalUrl' | 'baseUrl' | 'body'>): Action {
  const path = request.originalUrl.slice(request.baseUrl.length).split('?')[0] ?? '';
  const parts = path.split('/').filter(Boolean).map(decoded);
  if (parts[0] !== 'api') return ownAction(parts, bodyOf(request));
  const [, , queue = '', first = '', ...rest] = parts;
  if (first === '') return { action: `${queue} all queues` };
  if (first === 'add') return { action: 'add job', queue, ...namedIn(bodyOf(request)) };
  if (rest.length === 0) return { action: `${first} queue`, queue };
  if (QUEUE_WIDE.includes(first)) return { action: `${first} all ${rest.join(' ')}`, queue };
  if (['rate-limit', 'job-schedulers'].includes(first))
    return { action: [first, ...rest].join(' '), queue };
  return { action: `${rest.join(' ')} job`, queue, jobIds: [first] };
}

/** The forms of our own pages say it in their fields. */
function ownAction(parts: readonly string[], body: Record<string, unknown>): Action {
  const { job, action } = body;
  const verb = typeof action === 'string' ? [action] : [];
  const jobIds = [job].flat().filter((each) => typeof each === 'string');
  return {
    action: [...parts, ...verb].join(' ') || 'unknown',
    ...namedIn(body),
    ...(jobIds.length > 0 && { jobIds: jobIds.map((each) => each.slice(each.indexOf('/') + 1)) }),
  };
}

function namedIn({ name, key, id }: Record<string, unknown>): Pick<Action, 'name'> {
  const what = [name, key, id].find((each) => typeof each === 'string');
  return typeof what === 'string' ? { name: what } : {};
}

function bodyOf({ body }: Pick<Request, 'body'>): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

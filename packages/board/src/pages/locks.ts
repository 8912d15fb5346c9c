import { currentApplication, type LockInfo } from '@drover/core';
import type { Request } from 'express';
import { field } from './form';
import type { Html } from './html';
import { table, type View } from './view';

/** Each is a row; more of them help nobody. */
const MOST = 500;

const HEADINGS = ['Kind', 'Key', 'Class', 'Queue', 'Held since', 'Expires', 'Job', ''];

export async function listLocks(view: View): Promise<void> {
  const locks = await currentApplication().operations.locks();
  const shown = locks.slice(0, MOST);
  const title = locks.length > MOST ? `Locks (the oldest ${MOST} of ${locks.length})` : 'Locks';
  const rows = shown.map((lock) => rowOf(lock, view));
  view.show(title, table(HEADINGS, rows, 'No lock is held.'));
}

export async function releaseLocks(view: View, request: Request): Promise<void> {
  const [key, kind] = [field(request, 'key'), field(request, 'kind')];
  const count = await currentApplication().operations.releaseLock(key, { kind });
  view.goTo('/locks', { did: 'release', count });
}

function rowOf(lock: LockInfo, view: View): (Html | string | undefined)[] {
  const { kind, key, name, queue, since, expires, jobId, owner } = lock;
  return [
    ...[kind, key, name ?? '–', queue ?? '–'],
    // Not every lock has both.
    view.time(since > 0 ? since : undefined),
    view.time(Number.isFinite(expires) ? expires : undefined),
    queue !== undefined && jobId !== undefined ? view.jobLink(queue, jobId) : (jobId ?? owner),
    view.button('/locks/release', 'Release', { key, kind }),
  ];
}

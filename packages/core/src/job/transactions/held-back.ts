import { STATE } from '../job-state';
import type { Stateful } from '../performable';
import type { AfterCommit, Runtime } from '../runtime';
import type { TransactionClient } from '../../options/transaction';
import { enqueueScope } from './enqueue-scope';
import type { HeldGroup } from './enqueue-unit';

interface EnqueuingClass {
  readonly enqueueAfterCommit?: boolean;
}

/** The transaction that the enqueue of this job is part of, if any. */
export function transactionOf(job: Stateful): TransactionClient | undefined {
  const own = job[STATE].set.transaction;
  if (own) return own;
  const scope = enqueueScope();
  return scope?.kind === 'transaction' ? scope.client : undefined;
}

/** Whether a job may be held back at all. Looked up on the class now: a base class decides for all. */
export function mayWait(job: Stateful): boolean {
  const { enqueueAfterCommit = true } = job.constructor as EnqueuingClass;
  return enqueueAfterCommit && transactionOf(job) === undefined;
}

type Hold = (group: HeldGroup) => boolean;

/** What leaves jobs to the commit of a transaction that is open here; undefined where nothing does. */
export function holdFor({ afterCommit }: Pick<Runtime, 'afterCommit'>): Hold | undefined {
  const scope = enqueueScope();
  if (scope?.kind === 'unit') return (group) => scope.unit.hold(group);
  return afterCommit && ((group) => registered(group, afterCommit));
}

/** What goes wrong is written on the jobs, and announced: nobody waits for it here. */
function registered({ jobs, push }: HeldGroup, afterCommit: AfterCommit): boolean {
  if (!afterCommit(() => push().then(ignore, ignore))) return false;
  for (const job of jobs) job[STATE].enqueued = true;
  return true;
}

function ignore(): undefined {
  return undefined;
}

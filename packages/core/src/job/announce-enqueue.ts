import type { StoredJob } from '../adapters/queue-adapter';
import { callerOutside } from '../support/caller';
import type { Stateful } from './performable';
import type { Runtime } from './runtime';

/** What came of an enqueue, beside the job. */
interface EnqueueEnd {
  readonly error?: Error;
  readonly halted?: true;
  readonly duplicateOf?: string;
  readonly caller?: string | undefined;
}

/** Whoever called Drover, when it is to be told. To be asked before the first await. */
export function callerFor({ tellsCaller }: Runtime): string | undefined {
  return tellsCaller ? callerOutside() : undefined;
}

export function announceEnqueue(
  { events, summaries }: Pick<Runtime, 'events' | 'summaries'>,
  job: Stateful,
  stored: StoredJob,
  { caller, ...end }: EnqueueEnd,
): void {
  if (!events.has('enqueued')) return;
  const summary = summaries.ofJob(job, stored.data.args);
  events.emit('enqueued', {
    job: summary,
    ...end,
    ...(stored.unique && { onConflict: stored.unique.onConflict }),
    ...(caller !== undefined && { caller }),
  });
}

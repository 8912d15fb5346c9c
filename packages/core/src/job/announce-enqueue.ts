import type { StoredJob } from '../adapters/stored-job';
import { callerOutside } from '../support/caller';
import { STATE } from './job-state';
import type { Stateful } from './performable';
import type { Runtime } from './runtime';

/** What came of an enqueue, beside the job. */
interface EnqueueEnd {
  readonly error?: Error;
  readonly halted?: boolean;
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
  { error, halted, caller }: EnqueueEnd,
): void {
  if (!events.has('enqueued')) return;
  const summary = summaries.ofJob(job, stored.data.args);
  const { duplicateOf } = job[STATE];
  events.emit('enqueued', {
    job: summary,
    ...(error && { error }),
    ...(halted && { halted }),
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(stored.unique && { onConflict: stored.unique.onConflict }),
    ...(caller !== undefined && { caller }),
  });
}

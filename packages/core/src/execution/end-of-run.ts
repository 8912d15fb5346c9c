import type { Outcome } from '../adapters/outcome';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { decodeForHandlers } from './decode';
import type { ExecutorParts } from './executor';
import { inJobScope } from './in-job-scope';

type Parts = Pick<ExecutorParts, 'events' | 'summaries' | 'serializer' | 'instances'>;

/** Ends a job whose `perform` did not run here, or is not listened to any more. */
export function endOutside(
  given: Job,
  duration: number,
  parts: Parts,
  end: (job: Job) => Promise<Outcome>,
): Promise<Outcome> {
  return inJobScope(given, async () => {
    const job = await parts.instances.forHandlers(given);
    await decodeForHandlers(job, parts.serializer);
    const outcome = await end(job);
    announceEnd(job, duration, outcome, parts);
    return outcome;
  });
}

/** An error is told of only when no rule took it. */
export function announceEnd(
  job: Job,
  duration: number,
  outcome: Outcome,
  { events, summaries }: Pick<Parts, 'events' | 'summaries'>,
): void {
  if (!events.has('performed')) return;
  const halted = outcome.kind === 'discarded' && outcome.because === 'halted';
  events.emit('performed', {
    job: summaries.ofJob(job),
    duration,
    outcome: outcome.kind,
    ...(outcome.kind === 'failed' && { error: outcome.error }),
    ...(halted && { halted }),
  });
}

/** The outcome of a run that has one already. */
export const OVER: Outcome = Object.freeze({ kind: 'interrupted', reason: 'the run was ended' });

export function isSettled(job: Job): boolean {
  return job[STATE].delivery?.settled === true;
}

export function wasCancelled(job: Job): boolean {
  return job[STATE].delivery?.cancelled === true;
}

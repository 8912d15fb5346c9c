import type { Outcome } from '../adapters/outcome';
import type { Delivery } from '../adapters/delivery';
import { UnknownJobClassError } from '../registry/registry-errors';
import type { ExecutorParts } from './executor';

/** Milliseconds until a job of an unknown class is looked at again. */
const UNKNOWN_JOB_PAUSE = 30_000;

/**
 * What becomes of a job that is none here. It is kept: it fails, or waits for the process of a rolling
 * deploy that knows its class.
 */
export function undeliverable(
  delivery: Delivery,
  error: Error,
  { events, summaries, unknownJobs }: Pick<ExecutorParts, 'events' | 'summaries' | 'unknownJobs'>,
): Outcome {
  const waits = unknownJobs === 'wait' && error instanceof UnknownJobClassError;
  const outcome: Outcome = waits
    ? { kind: 'snoozed', delay: UNKNOWN_JOB_PAUSE }
    : { kind: 'failed', error };
  if (events.has('performed')) {
    const job = summaries.ofDelivery(delivery);
    events.emit('performed', { job, duration: 0, outcome: outcome.kind, error });
  }
  return outcome;
}

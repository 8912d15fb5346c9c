import type { Completed } from '../adapters/outcome';
import type { Job } from '../job/job';
import { toError } from '../support/thrown-value-error';
import type { ExecutorParts } from './executor';

/** With its value encoded. One that cannot be stored must not fail a job that did its work. */
export function storable(
  job: Job,
  { value }: Completed,
  { serializer, events, summaries }: Pick<ExecutorParts, 'serializer' | 'events' | 'summaries'>,
): Completed {
  if (value === undefined) return { kind: 'completed' };
  try {
    return { kind: 'completed', value: serializer.serializeValue(value) };
  } catch (error) {
    events.emit('valueDropped', { job: summaries.ofJob(job), error: toError(error) });
    return { kind: 'completed' };
  }
}

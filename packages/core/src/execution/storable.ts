import type { Completed } from '../adapters/outcome';
import { hideSecrets } from '../job/hide-secrets';
import type { Job } from '../job/job';
import { sealedResult } from '../job/sealed-data';
import { toError } from '../support/thrown-value-error';
import type { ExecutorParts } from './executor';

/** With its value encoded. One that cannot be stored must not fail a job that did its work. */
export function storable(
  job: Job,
  { value }: Completed,
  parts: Pick<ExecutorParts, 'serializer' | 'events' | 'summaries'>,
): Completed {
  if (value === undefined) return { kind: 'completed' };
  const { serializer, events, summaries } = parts;
  try {
    const encoded = serializer.serializeValue(value);
    return { kind: 'completed', value: sealedResult(job, encoded, parts) };
  } catch (error) {
    const shown = hideSecrets(job, toError(error), parts);
    events.emit('valueDropped', { job: summaries.ofJob(job), error: shown });
    return { kind: 'completed' };
  }
}

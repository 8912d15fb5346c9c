import type { Delivery } from '../adapters/delivery';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { opened } from '../job/sealed-data';
import { stepsTaken } from '../job/steps/run-steps';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { JobData } from '../serialization/job-data';

/** Takes over how far a run is that is ended from outside, or was lost with its thread. */
export function takeProgress(
  job: Job,
  delivery: Delivery,
  parts: { readonly serializer: ArgumentSerializer },
): void {
  const data = told(delivery);
  if (!data) return;
  const before = job[STATE].data ?? data;
  job[STATE].data = data;
  const { steps } = data;
  if (!steps) return;
  // Encrypted twice, the same cursor has two texts.
  const textOf = (each: JobData) => JSON.stringify(opened(job, each, parts).steps);
  const advanced = textOf(data) !== textOf(before);
  job[STATE].steps = stepsTaken(steps, advanced);
}

function told({ handBackData }: Delivery): JobData | undefined {
  try {
    return handBackData?.();
  } catch {
    // Attributes that cannot be stored: they are as they came.
    return undefined;
  }
}

import type { Delivery } from '../adapters/queue-adapter';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { stepsTaken } from '../job/steps/run-steps';
import type { JobData } from '../serialization/job-data';

/** Takes over how far a run is that is ended from outside, or was lost with its thread. */
export function takeProgress(job: Job, delivery: Delivery): void {
  const data = told(delivery);
  if (!data) return;
  job[STATE].data = data;
  const { steps } = data;
  if (!steps) return;
  const advanced = JSON.stringify(steps) !== JSON.stringify(delivery.data.steps);
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

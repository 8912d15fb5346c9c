import type { Delivery } from '../adapters/queue-adapter';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { fromStoredJob } from '../job/stored-form';
import type { JobRegistry } from '../registry/job-registry';
import { readJobData } from '../serialization/read-job-data';

/**
 * The job object of a delivery.
 *
 * @throws UnknownJobClassError, UnknownJobDataError
 */
export function deliver(delivery: Delivery, registry: JobRegistry): Job {
  const jobClass = registry.resolve(delivery.name);
  const job = new jobClass();
  const state = job[STATE];
  fromStoredJob(state, { ...delivery, data: readJobData(delivery.data) });
  state.executions += delivery.attemptsMade;
  state.delivery = delivery;
  return job;
}

import type { Delivery } from '../adapters/delivery';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { standIn } from '../job/stand-in';
import { fromStoredJob } from '../job/stored-form';
import type { JobRegistry } from '../registry/job-registry';
import { readJobData } from '../serialization/read-job-data';

/**
 * What tells of the job of a delivery, until there is an object to perform it.
 *
 * @throws UnknownJobClassError, UnknownJobDataError
 */
export function deliver(delivery: Delivery, registry: JobRegistry): Job {
  const jobClass = registry.resolve(delivery.name);
  const job = standIn(jobClass);
  const state = job[STATE];
  fromStoredJob(state, { ...delivery, data: readJobData(delivery.data) });
  state.executions += delivery.attemptsMade;
  state.delivery = delivery;
  return job;
}

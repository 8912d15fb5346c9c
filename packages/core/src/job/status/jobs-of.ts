import type { JobDirectory } from '../../adapters/job-directory';
import type { QueueAdapter } from '../../adapters/queue-adapter';
import { UnsupportedOperationError } from '../../adapters/unsupported-operation-error';

/** The jobs of an adapter, one at a time. @throws UnsupportedOperationError */
export function jobsOf(adapter: QueueAdapter): JobDirectory {
  const jobs = adapter.jobs?.();
  if (!jobs) throw new UnsupportedOperationError(adapter.name, 'shows single jobs', 'jobs');
  return jobs;
}

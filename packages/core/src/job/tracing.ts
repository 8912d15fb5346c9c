import type { Outcome } from '../adapters/outcome';
import type { StoredJob } from '../adapters/stored-job';
import type { Job } from './job';
import type { Stateful } from './performable';

/** Traces jobs from the enqueue to the end of each run. Without one nothing is traced. */
export interface Tracing {
  /** Stores jobs inside a span of their own; what it hands over carries that span along. */
  enqueue<T>(
    jobs: readonly { readonly job: Stateful; readonly stored: StoredJob }[],
    store: (stored: readonly StoredJob[]) => Promise<T>,
  ): Promise<T>;
  /** Performs inside a span that belongs to the enqueue. */
  perform(job: Job, run: () => Promise<Outcome>): Promise<Outcome>;
}

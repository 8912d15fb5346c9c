import type { Delivery } from '@drover/core';
import type { EnqueuedJob } from './fake-jobs';

/** One attempt of a fake job. Its data are a copy: a run cannot change the record. */
export function deliveryOf(job: EnqueuedJob, log: (line: string) => void): Delivery {
  const { id, name, queue, priority, enqueuedAt, attemptsMade, data } = job;
  return {
    ...{ id, name, queue, priority, enqueuedAt, attemptsMade },
    data: structuredClone(data),
    signal: new AbortController().signal,
    log,
  };
}

import type { Delivery, Entry, EntryRequest, JobData, JsonValue } from '@drover/core';
import type { EnqueuedJob } from './fake-jobs';

interface DeliveryParts {
  readonly signal: AbortSignal;
  readonly isCancelled: () => boolean;
  readonly enter: (request: EntryRequest) => Promise<Entry>;
  readonly log: (line: string) => void;
  readonly progress: (value: JsonValue) => void;
  readonly keep: (data: JobData) => void;
  readonly interruption: NonNullable<Delivery['interruption']>;
}

/** One attempt of a fake job. Its data are a copy: a run cannot change the record. */
export function deliveryOf(job: EnqueuedJob, parts: DeliveryParts): Delivery {
  const { id, name, queue, priority, enqueuedAt, attemptsMade, data } = job;
  const { signal, isCancelled, enter, log, progress, keep, interruption } = parts;
  const delivery: Delivery = {
    ...{ id, name, queue, priority, enqueuedAt, attemptsMade },
    data: structuredClone(data),
    ...{ signal, enter, log, progress, interruption },
    keep: async () => {
      const kept = delivery.handBackData?.();
      if (kept) keep(kept);
    },
    get cancelled() {
      return isCancelled();
    },
  };
  return delivery;
}

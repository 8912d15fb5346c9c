import type { IQueueBackend, Queue } from 'bullmq';

/** A BullMQ queue on any of the stores. */
export type AnyQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>;

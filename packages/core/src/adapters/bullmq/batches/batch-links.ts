import type { IQueueBackend } from 'bullmq';
import type { TransactionClient } from '../../../options/transaction';
import type { JobPlace } from '../cancel/cancel-marks';

/** A job and all that it waits for, each before those that it waits for, as BullMQ stores them. */
export type Flow = Readonly<Parameters<IQueueBackend['addFlow']>[0]>;

/** Which job waits for which other, where BullMQ leaves that to itself. */
export interface BatchLinks {
  /** Stores them in one transaction: that one, or one of its own. @throws when BullMQ did not take one of them */
  store(flow: Flow, backend: IQueueBackend, transaction?: TransactionClient): Promise<void>;
  /**
   * A job that failed is about to run again. Whoever still waits for others waits for this one again;
   * who has gone on without it has nothing to do with it any more.
   */
  renew(child: JobPlace): Promise<void>;
}

import type { JobPlace } from '../cancel/cancel-marks';

/** Which job waits for which other, where BullMQ leaves that to itself. */
export interface BatchLinks {
  /**
   * A job that failed is about to run again. Whoever still waits for others waits for this one again;
   * who has gone on without it has nothing to do with it any more.
   */
  renew(child: JobPlace): Promise<void>;
}

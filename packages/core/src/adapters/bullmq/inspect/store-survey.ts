import type { StoreFinding } from '../../store-finding';

/** What BullMQ does not tell and only the store itself can. */
export interface StoreSurvey {
  /** Keeps in mind that there is such a queue, where the store cannot say so by itself. */
  note(queue: string): void;
  queueNames(): Promise<string[]>;
  /** Those of the queues that hold a job of this id. */
  holders(id: string, queues: readonly string[]): Promise<string[]>;
  /** Since when the oldest job that could run waits, in milliseconds since the epoch. */
  waitingSince(queue: string): Promise<number | undefined>;
  examine(): Promise<StoreFinding[]>;
}

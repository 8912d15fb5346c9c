import type { PostgresConnection } from 'bullmq';

/** A PostgreSQL, whichever process it runs in. */
export interface PostgresDatabase {
  /** Where the tables are. */
  readonly schema: string;
  /** Brings BullMQ's tables up to date. @throws StoreError */
  prepare(): Promise<void>;
  /** For queues: quick to fail. Only after `prepare`: BullMQ never tries a failed start again. */
  producerConnection(): PostgresConnection;
  /** For one worker: ended with it. */
  workerConnection(): PostgresConnection;
  close(): Promise<void>;
}

/** Wakes sleeping queues when the store has something for them. */
export interface WakeWatch {
  /** The set of sleeping queues has changed. */
  arm(): void;
  close(): Promise<void>;
}

/** Seconds after which every sleeping queue is looked at, whatever the store says. */
export const SAFETY_NET_SECONDS = 5;

/** Milliseconds to pause after a failed wait. */
export const PAUSE_AFTER_ERROR = 200;

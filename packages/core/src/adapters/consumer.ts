/** What a stop left behind. */
export interface StopReport {
  /** Jobs that came to an end while stopping. */
  readonly finished: number;
  /** Ids of the jobs handed back to the store. */
  readonly handedBack: readonly string[];
  /** Ids of the jobs that ended at a checkpoint, to go on elsewhere. */
  readonly interrupted?: readonly string[];
}

export interface ConsumerStopOptions {
  /** Milliseconds to wait for running jobs. */
  readonly timeout: number;
  readonly reason: string;
  /** Aborted: wait no longer. */
  readonly hurry?: AbortSignal;
}

/** The consuming half of an adapter in one process. */
export interface Consumer {
  /** Fetches no more; running jobs go on. */
  quiet(): Promise<void>;
  /** Quiets, waits up to `timeout` milliseconds, hands the rest back, then aborts their signals. */
  stop(options: ConsumerStopOptions): Promise<StopReport>;
}

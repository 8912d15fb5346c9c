/** A job that runs in this process. */
interface RunningNow {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What `drover work` announces of its own process. */
export interface ProcessEvents {
  /**
   * A rejection nobody handled, or an exception nobody caught, from one of the running jobs or from
   * anything else in the process. `count` is how many there were so far.
   */
  strayError: {
    error: Error;
    origin: 'unhandledRejection' | 'uncaughtException';
    count: number;
    running: readonly RunningNow[];
    /** The id of the job that it came from, and that fails with it; absent when nobody can tell. */
    failed?: string;
  };
  /** The event loop turns again after so many milliseconds; `running` ran when it stood still. */
  loopBlocked: { ms: number; running: readonly RunningNow[] };
}

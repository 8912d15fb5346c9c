import type { RunningJobInfo } from '../running-jobs';

/** How a thread that cannot reach the logger writes its lines. */
export interface LineForm {
  readonly human: boolean;
  /** This process among those of a supervisor. */
  readonly processNumber: number | undefined;
}

/** What the thread that watches the event loop is told. */
export interface WatchOrder {
  readonly memory: SharedArrayBuffer;
  /** Milliseconds the loop may stand still. */
  readonly limit: number;
  /** Milliseconds. */
  readonly lockDuration: number;
  /** Undefined: it writes nothing. */
  readonly form: LineForm | undefined;
}

/** What it tells once the loop turns again. */
export interface LoopBlocked {
  readonly ms: number;
  readonly running: readonly RunningJobInfo[];
}

import type { QueueShare } from './queue-adapter';

/** What a process can be told from elsewhere: to fetch no more, or to end. */
export type ProcessCommand = 'quiet' | 'stop';

/** What a worker process tells of itself. Plain JSON. Times are milliseconds since the epoch. */
export interface ProcessRecord {
  /** Unique among processes, also over restarts with the same pid. */
  readonly id: string;
  readonly hostname: string;
  readonly pid: number;
  /** Drover's. */
  readonly version: string;
  readonly startedAt: number;
  /** When this was written. */
  readonly beatAt: number;
  readonly queues: readonly QueueShare[];
  /** Jobs at once. */
  readonly concurrency: number;
  /** Jobs that run. */
  readonly busy: number;
  /** Resident memory in bytes. */
  readonly rss: number;
  /** Whether it has stopped fetching. */
  readonly quiet: boolean;
  /** Whether `drover work --processes` keeps it, and starts another when it is told to stop. */
  readonly supervised?: boolean;
  /** Of the declarations of its schedule, when it runs one. */
  readonly schedule?: string;
  /** What runs, the longest-running first. */
  readonly running: readonly {
    readonly id: string;
    readonly name: string;
    readonly queue: string;
    readonly since: number;
  }[];
  /** What it was told and has not yet heard. Set by the directory. */
  readonly commanded?: ProcessCommand;
}

/** Where worker processes announce themselves. A process that goes silent drops out by itself. */
export interface ProcessDirectory {
  /**
   * Announces a process for the next `ttl` milliseconds. Resolves to what it was told: again and again,
   * as an answer may get lost, until a beat has it for `heard`.
   */
  beat(
    record: ProcessRecord,
    ttl: number,
    heard?: ProcessCommand,
  ): Promise<ProcessCommand | undefined>;
  /**
   * Tells a process something, which it hears at its next beat; one that was told to stop stops. False
   * when there is no such process.
   */
  command(id: string, command: ProcessCommand): Promise<boolean>;
  /** The processes that have announced themselves, the oldest first. */
  list(): Promise<readonly ProcessRecord[]>;
  remove(id: string): Promise<void>;
}

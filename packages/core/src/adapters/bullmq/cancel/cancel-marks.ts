/** A job, and the queue it is on. */
export interface JobPlace {
  readonly queue: string;
  readonly id: string;
}

/** Milliseconds a mark stays when nobody takes it away: longer than a crashed job needs to run again. */
export const MARK_LIFE = 86_400_000;

/** Marks on running jobs that shall end. They outlive the process that made them. */
export interface CancelMarks {
  mark(job: JobPlace): Promise<void>;
  unmark(job: JobPlace): Promise<void>;
  /** Whether each of these is marked, in order. One question, however many they are. */
  areMarked(jobs: readonly JobPlace[]): Promise<readonly boolean[]>;
}

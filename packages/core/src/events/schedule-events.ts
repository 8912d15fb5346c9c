/** What is announced of the schedule. Ticks are milliseconds since the epoch. */
export interface ScheduleEvents {
  /** This process made its declarations those that stand. */
  scheduleInstalled: {
    /** The file it read, if there is one. */
    file: string | undefined;
    /** How many are declared. */
    entries: number;
    added: readonly string[];
    changed: readonly string[];
    removed: readonly string[];
    /** What the file says that has no effect. */
    notes: readonly string[];
  };
  /**
   * A tick was left out: the job of the one before is not finished, or nobody was there in time.
   * Announced by one process.
   */
  tickSkipped: { name: string; tick: number; because: 'overlapping' | 'missed' };
  /** The job of a tick could not be enqueued; it is tried again within the grace of the entry. */
  tickFailed: { name: string; tick: number; error: Error };
  /** A tick was left to other processes: this one knows no such class. At most once a minute. */
  tickUnknown: { name: string; job: string };
}

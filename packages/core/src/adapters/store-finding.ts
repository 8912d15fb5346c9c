/** One thing that was looked at about a store or the processes that use it. */
export interface StoreFinding {
  readonly level: 'ok' | 'warning' | 'error';
  /** Short: 'version', 'eviction policy'. */
  readonly what: string;
  /** What was found. */
  readonly found: string;
  /** What to do about it. Absent when nothing is to be done. */
  readonly advice?: string;
}

/** How a child came to its end. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds it lived. */
  readonly life: number;
}

/** What is known of the children that had this place before. */
export interface History {
  /** Whether one of them ever worked. */
  readonly everReady: boolean;
  /** Those that died young, one after the other. */
  readonly failures: number;
}

/** What to do about a child that ended unasked. */
export type Verdict =
  | { readonly kind: 'restart'; readonly wait: number; readonly failures: number }
  | { readonly kind: 'giveUp' };

const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** Who lived that long was well: the next failure is a new story. */
const STEADY_AFTER = 60_000;

/**
 * A first child that ends with an error before it works will do so every time: its configuration is
 * wrong. One that was killed may fare better, and so may one whose place has worked before.
 */
export function afterEnd({ code, life }: ChildEnd, { everReady, failures }: History): Verdict {
  if (!everReady && code !== null && code !== 0) return { kind: 'giveUp' };
  const earlier = life >= STEADY_AFTER ? 0 : failures;
  return { kind: 'restart', wait: backOff(earlier), failures: earlier + 1 };
}

/** 1 s, doubling to 30 s. */
export function backOff(failures: number): number {
  return Math.min(SHORTEST_WAIT * 2 ** failures, LONGEST_WAIT);
}

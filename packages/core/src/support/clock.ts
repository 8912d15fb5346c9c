/** Where Drover reads time and chance from, so that both can be stopped in a test. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** A number in [0, 1), as `Math.random`. */
  random(): number;
}

export const systemClock: Clock = { now: () => Date.now(), random: () => Math.random() };

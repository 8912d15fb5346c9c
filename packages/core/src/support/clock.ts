/** Where Drover reads time and chance from, so that both can be stopped in a test. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** A number in [0, 1), as `Math.random`. */
  random(): number;
  /** Lets so many milliseconds pass. Absent: they pass by themselves. */
  sleep?(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = { now: () => Date.now(), random: () => Math.random() };

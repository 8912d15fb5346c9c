/** What the draw looks at in a queue. */
export interface Candidate {
  /** Whether the queue may have work. */
  readonly ready: boolean;
  /** Undefined on every queue: strict order. */
  readonly weight: number | undefined;
}

/**
 * Which queue to fetch from next: by weight among the queues that may have work, or the first of
 * them when none has a weight. Undefined when none may have work. Pure.
 */
export function draw<Queue extends Candidate>(
  queues: readonly Queue[],
  random: () => number,
): Queue | undefined {
  const ready = queues.filter((queue) => queue.ready);
  if (ready.length <= 1 || isStrict(queues)) return ready[0];
  let point = random() * ready.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return ready.find(({ weight = 1 }) => (point -= weight) < 0) ?? ready.at(-1);
}

export function isStrict(queues: readonly Candidate[]): boolean {
  return queues.every(({ weight }) => weight === undefined);
}

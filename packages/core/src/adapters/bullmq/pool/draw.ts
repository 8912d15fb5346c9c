/** What the draw looks at in a queue. */
export interface Candidate {
  /** Whether the queue may have work. */
  readonly ready: boolean;
  /** Undefined on every queue: strict order. */
  readonly weight: number | undefined;
  /** How many fetches the queue is behind its share, or, when negative, ahead of it. */
  credit: number;
}

/**
 * How far a queue may get ahead of its share while a slot stays on it, which saves a round trip
 * per job, and fall behind before it comes first. At 4 slots stay for 86 to 93 of 100 jobs, and
 * 2,100 starts over six queues spread with a sigma of 3; independent draws have one of 10 to 21.
 */
const LEEWAY = 4;

/**
 * Which queue to fetch from next: by weight among the queues that may have work, or the first of
 * them when none has a weight. A slot may stay on its `current` queue, but nobody strays far from
 * its share. Undefined when no queue may have work. Pure.
 */
export function draw<Queue extends Candidate>(
  queues: readonly Queue[],
  random: () => number,
  current?: Queue,
): Queue | undefined {
  const ready = queues.filter((queue) => queue.ready);
  if (ready.length <= 1 || isStrict(queues)) return ready[0];
  const neediest = ready.reduce((most, queue) => (queue.credit > most.credit ? queue : most));
  if (neediest.credit >= LEEWAY) return neediest;
  if (current?.ready && current.credit > -LEEWAY) return current;
  return byWeight(ready, random) ?? neediest;
}

/** A fetch from the queue: everybody earns their share of it, and the queue pays for it. */
export function charge(queues: readonly Candidate[], queue: Candidate): void {
  spread(queues, 1);
  queue.credit -= 1;
}

/** A queue that sleeps saves nothing up and owes nothing: the others share its credit. */
export function forgo(queues: readonly Candidate[], queue: Candidate): void {
  spread(queues, queue.credit);
  queue.credit = 0;
}

export function isStrict(queues: readonly Candidate[]): boolean {
  return queues.every(({ weight }) => weight === undefined);
}

/** Among those that are not ahead of their share. */
function byWeight<Queue extends Candidate>(
  queues: readonly Queue[],
  random: () => number,
): Queue | undefined {
  const due = queues.filter(({ credit }) => credit >= 0);
  let point = random() * totalWeight(due);
  return due.find(({ weight = 1 }) => (point -= weight) < 0) ?? due.at(-1);
}

/** The credits of the queues that may have work always sum up to nothing. */
function spread(queues: readonly Candidate[], amount: number): void {
  const ready = queues.filter((queue) => queue.ready);
  const total = totalWeight(ready);
  for (const queue of ready) queue.credit += (amount * (queue.weight ?? 1)) / total;
}

function totalWeight(queues: readonly Candidate[]): number {
  return queues.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

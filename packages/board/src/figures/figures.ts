/** A run that is over. Times are milliseconds since the epoch. */
export interface Run {
  readonly name: string;
  readonly queue: string;
  readonly outcome: 'completed' | 'discarded' | 'failed';
  /** When it could have run; undefined for a run after a retry, which waits by its rule. */
  readonly dueAt: number | undefined;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** What the runs of a class on a queue came to. Durations are milliseconds. */
export interface Figures {
  readonly name: string;
  readonly queue: string;
  readonly completed: number;
  readonly discarded: number;
  readonly failed: number;
  /** Those that ended in the hour before. */
  readonly lastHour: number;
  readonly runP50: number;
  readonly runP95: number;
  readonly waitP50: number | undefined;
  readonly waitP95: number | undefined;
}

const HOUR = 3_600_000;

/** Per class and queue, those that ran most often first. Pure. */
export function figuresOf(runs: readonly Run[], now: number): readonly Figures[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.name, run.queue]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((group) => figures(group, now));
}

function figures(runs: readonly Run[], now: number): Figures {
  const [{ name, queue } = { name: '', queue: '' }] = runs;
  const count = (outcome: Run['outcome']) => runs.filter((run) => run.outcome === outcome).length;
  const ran = runs.map(({ startedAt, finishedAt }) => finishedAt - startedAt);
  const waited = runs.flatMap(({ dueAt, startedAt }) =>
    dueAt === undefined ? [] : [Math.max(0, startedAt - dueAt)],
  );
  return {
    ...{ name, queue, completed: count('completed') },
    ...{ discarded: count('discarded'), failed: count('failed') },
    lastHour: runs.filter(({ finishedAt }) => now - finishedAt < HOUR).length,
    ...{ runP50: percentile(ran, 0.5) ?? 0, runP95: percentile(ran, 0.95) ?? 0 },
    ...{ waitP50: percentile(waited, 0.5), waitP95: percentile(waited, 0.95) },
  };
}

/** The smallest value that so large a part of them does not exceed. */
export function percentile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

export interface Minute {
  readonly done: number;
  readonly failed: number;
}

/** What ended in each of the last minutes, the oldest first. Pure. */
export function perMinute(runs: readonly Run[], now: number, minutes: number): readonly Minute[] {
  const list = Array.from({ length: minutes }, () => ({ done: 0, failed: 0 }));
  for (const { finishedAt, outcome } of runs) {
    const minute = list[minutes - 1 - Math.floor((now - finishedAt) / 60_000)];
    if (minute) minute[outcome === 'failed' ? 'failed' : 'done'] += 1;
  }
  return list;
}

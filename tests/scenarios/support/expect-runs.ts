import { entries, type Entry } from '../../support/journal';
import type { Stage } from './stage';

/** The least and the most a wait may last, in milliseconds. */
export type WaitRange = readonly [from: number, to: number];

/** A wait by a rule: chance adds up to 15 %. */
export function about(milliseconds: number): WaitRange {
  return [milliseconds, milliseconds * 1.15];
}

/** A wait by a function, to which chance adds nothing. */
export function exactly(milliseconds: number): WaitRange {
  return [milliseconds, milliseconds];
}

export function runsOf({ id }: { id: string }): readonly Entry[] {
  return entries('perform', { jobId: id });
}

/** One run more than waits. Each wait was announced within its range, and then kept. */
export function expectRuns(
  { scale, tolerance }: Stage,
  job: { id: string },
  waits: readonly WaitRange[],
): void {
  const runs = runsOf(job);
  const announced = entries('retryScheduled', { jobId: job.id }).map(({ wait }) => Number(wait));
  expect(runs.map(({ executions }) => executions)).toEqual([
    1,
    ...waits.map((_, index) => index + 2),
  ]);
  expect(announced).toHaveLength(waits.length);
  for (const [index, [from, to]] of waits.entries()) {
    const wait = announced[index] ?? NaN;
    expect(wait).toBeGreaterThanOrEqual(from);
    expect(wait).toBeLessThanOrEqual(to);
    const gap = (runs[index + 1]?.at ?? NaN) - (runs[index]?.at ?? NaN);
    expect(gap).toBeGreaterThanOrEqual(Math.floor(wait * scale));
    expect(gap).toBeLessThanOrEqual(wait * scale + tolerance);
  }
}

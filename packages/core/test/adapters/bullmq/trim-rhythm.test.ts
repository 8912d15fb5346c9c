import type { Job as BullJob } from 'bullmq';
import { TrimRhythm } from '../../../src/adapters/bullmq/trim-rhythm';

/** Whether each of the jobs, which start at these times, removes old ones as the worker says. */
function trims(times: readonly number[], own: object = {}): boolean[] {
  const rhythm = new TrimRhythm();
  return times.map((processedOn) => {
    const job = { opts: { ...own }, processedOn } as BullJob;
    rhythm.pace(job);
    return job.opts.removeOnComplete === undefined;
  });
}

const start = 1_900_000_000_000;

test('on a busy queue the first does, and every sixteenth from there on', () => {
  const found = trims(Array.from({ length: 40 }, (_, index) => start + index));
  expect(found.flatMap((each, index) => (each ? [index] : []))).toEqual([0, 16, 32]);
});

test('on a quiet one every job does', () => {
  expect(trims([start, start + 1000, start + 2500])).toEqual([true, true, true]);
});

test('what a job says of its own retention holds', () => {
  const rhythm = new TrimRhythm();
  const jobs = [1, 2, 3].map((each) => ({ opts: { removeOnComplete: true }, processedOn: each }));
  for (const job of jobs) rhythm.pace(job as unknown as BullJob);
  expect(jobs.map(({ opts }) => opts.removeOnComplete)).toEqual([true, true, true]);
});

import type { Job, UniqueLockName } from '@drover/core';
import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';
import type { LockStage } from './lock-stage';
import type { Outcome } from './locks-table';
import { enqueueFor, LOCK_NAMES, type Situation } from './situations';

/** What the second enqueue comes to, of each lock, when the first job is in the situation. */
export async function enqueueTwice(
  situation: Situation,
  stage: LockStage,
): Promise<[UniqueLockName, Outcome][]> {
  const firsts = await Promise.all(LOCK_NAMES.map((lock) => enqueueFor(lock, situation)));
  await Promise.all(firsts.map((job) => situation.reach(job, stage)));
  await situation.whenAllAre?.(stage);
  const seconds = await Promise.all(LOCK_NAMES.map((lock) => enqueueFor(lock, situation)));
  const outcomes = seconds.map((second, index) => outcomeOf(second, firsts[index], situation));
  return (await Promise.all(outcomes)).map((outcome, index) => [
    LOCK_NAMES[index] as UniqueLockName,
    outcome,
  ]);
}

async function outcomeOf(
  second: Job,
  first: Job | undefined,
  { name }: Situation,
): Promise<Outcome> {
  if (second.enqueued) return name === 'active' ? beside(second) : 'stored';
  if (second.duplicateOf === first?.id) return 'refused';
  throw new Error(`Refused as a duplicate of ${second.duplicateOf}, and not of ${first?.id}`);
}

/** Whether a job runs while the other does, or was put off. */
async function beside(second: Job): Promise<Outcome> {
  const hasRun = () => entries('perform', { jobId: second.id }).length > 0;
  await waitFor(async () => hasRun() || (await second.status()).state === 'delayed', {
    what: 'the second job to run or to be put off',
  });
  return hasRun() ? 'stored, runs beside' : 'stored, runs after';
}

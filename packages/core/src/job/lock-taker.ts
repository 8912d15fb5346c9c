import type { LockTaker } from '../locks/locks';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';

interface Lockable {
  readonly id: string;
  readonly queueName: string;
  readonly signal: AbortSignal;
}

/** The job as the holder of a lock. */
export function lockTaker(job: Lockable): LockTaker {
  const { name } = optionsOf(job.constructor as DeclaringClass);
  return { name, queue: job.queueName, jobId: job.id, signal: job.signal };
}

import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { lockTaker } from '../job/lock-taker';
import { checkLockKey } from '../locks/lock-key';
import type { Locks } from '../locks/locks';
import type { ExclusiveRule } from '../options/exclusive';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';

/** Performs the job, whose arguments are decoded, under the lock of its class. */
export async function exclusively<T>(
  job: Job,
  { key: keyFor, ttl, wait }: ExclusiveRule,
  locks: Locks,
  perform: () => T | Promise<T>,
): Promise<T> {
  const args = job[STATE].args ?? [];
  const { name } = optionsOf(job.constructor as DeclaringClass);
  const key = keyFor ? keyFor(...(args as never[])) : name;
  if (key === undefined || key === null) return perform();
  const text = checkLockKey('@Exclusive key', key);
  return locks.hold(text, { ttl, wait }, lockTaker(job), ({ signal }) => {
    job[STATE].signal = signal;
    return perform();
  });
}

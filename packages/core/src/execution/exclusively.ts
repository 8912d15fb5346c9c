import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { lockTaker } from '../job/lock-taker';
import { checkLockKey } from '../locks/lock-key';
import type { Locks } from '../locks/locks';
import type { ExclusiveRule } from '../options/exclusive';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';

/** Performs the job under the lock of its class. */
export async function exclusively(
  job: Job,
  { key: keyFor, ttl, wait }: ExclusiveRule,
  parts: { readonly locks: Locks; readonly args: readonly unknown[] },
): Promise<unknown> {
  const { locks, args } = parts;
  const perform = () => job.perform(...(args as never[]));
  const { name } = optionsOf(job.constructor as DeclaringClass);
  const key = keyFor ? keyFor(...(args as never[])) : name;
  if (key === undefined || key === null) return perform();
  const text = checkLockKey('@Exclusive key', key);
  return locks.hold(text, { ttl, wait }, lockTaker(job), ({ signal }) => {
    job[STATE].signal = signal;
    return perform();
  });
}

import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { lockTaker } from '../job/lock-taker';
import { sealedKey } from '../job/sealed-data';
import { checkLockKey } from '../locks/lock-key';
import type { Locks } from '../locks/locks';
import type { ExclusiveRule } from '../options/exclusive';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import type { ArgumentSerializer } from '../serialization/argument-serializer';

/** Performs the job, whose arguments are decoded, under the lock of its class. */
export async function exclusively<T>(
  job: Job,
  { key: keyFor, ttl, wait }: ExclusiveRule,
  parts: { readonly locks: Locks; readonly serializer: ArgumentSerializer },
  perform: () => T | Promise<T>,
): Promise<T> {
  const args = job[STATE].args ?? [];
  const { name } = optionsOf(job.constructor as DeclaringClass);
  const key = keyFor?.(...(args as never[]));
  if (keyFor && (key === undefined || key === null)) return perform();
  const text = keyFor ? sealedKey(job, checkLockKey('@Exclusive key', key), parts) : name;
  return parts.locks.hold(text, { ttl, wait }, lockTaker(job), ({ signal }) => {
    job[STATE].signal = signal;
    return perform();
  });
}

import { hash } from 'node:crypto';
import type { StoredJob, UniqueLock } from '../adapters/stored-job';
import type { DeclaringClass } from '../options/declarations';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { optionsOf } from '../options/job-options';
import type { ArgumentPath, UniqueLockName, UniquePolicy } from '../options/unique-policy';
import { canonicalJson } from '../serialization/canonical-json';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { JsonValue } from '../support/json';
import type { Mutable } from '../support/mutable';
import { STATE } from './job-state';
import type { Stateful } from './performable';
import type { Runtime } from './runtime';
import { openedArguments, sealedKey } from './sealed-data';

/** A lock that is taken by the run alone lets every job into the store. */
const UNTIL: Readonly<Record<UniqueLockName, UniqueLock['until'] | undefined>> = {
  untilExecuting: 'executing',
  untilExecuted: 'executed',
  untilExpired: 'expired',
  whileExecuting: undefined,
  untilAndWhileExecuting: 'executing',
};

/**
 * The stored form with the lock its class asks for; as it is for a class without `@Unique`. Written on
 * the object that is given: a copy with one property more costs 2 µs, for V8 finds its way less well.
 */
export function withUniqueLock(
  job: Stateful,
  stored: Mutable<StoredJob>,
  runtime: Runtime,
): StoredJob {
  const { unique: policy } = optionsOf(job.constructor as DeclaringClass);
  if (policy === undefined || job[STATE].set.unique === false) return stored;
  const { lock, ttl, onConflict, debounce, limit, acrossQueues } = policy;
  const until = UNTIL[lock];
  if (until === undefined) return stored;
  const due = Math.max(stored.enqueuedAt, stored.scheduledAt ?? 0);
  const unique: Mutable<UniqueLock> = {
    key: `${stored.name}:${uniqueKeyOf(job, policy, runtime.serializer, stored.data.args)}`,
    until,
    onConflict: onConflict.enqueue,
  };
  if (limit > 1) unique.limit = limit;
  if (acrossQueues) unique.acrossQueues = true;
  if (ttl !== undefined) unique.expiresAt = due + ttl;
  if (debounce?.maxWait !== undefined) unique.dueBy = stored.enqueuedAt + debounce.maxWait;
  stored.unique = unique;
  return stored;
}

/** When a class with `@Debounce` wants its job to run; an enqueue that says when knows better. */
export function debouncedTo(job: Stateful, now: number): number | undefined {
  const { unique } = optionsOf(job.constructor as DeclaringClass);
  if (unique?.debounce === undefined || job[STATE].set.unique === false) return undefined;
  return now + unique.debounce.wait;
}

/** What of the arguments tells this job from others, in a few characters. */
export function uniqueKeyOf(
  job: Stateful,
  { by }: UniquePolicy,
  serializer: ArgumentSerializer,
  encoded = job[STATE].data?.args,
): string {
  const { args } = job[STATE];
  const { name, encrypted } = optionsOf(job.constructor as DeclaringClass);
  const keyOf = (key: JsonValue) =>
    encrypted ? sealedKey(job, canonicalJson(key), { serializer }) : digest(key);
  if (by === undefined)
    return keyOf(
      encoded ? openedArguments(job, encoded, { serializer }) : serializer.serialize(args ?? []),
    );
  if (args === undefined) throw notDecoded(name);
  const chosen =
    typeof by === 'function'
      ? by(...(args as never[]))
      : [by].flat().map((path: ArgumentPath) => valueAt(args, path));
  return keyOf(serializer.serializeValue(chosen, `the unique key of ${name}`));
}

function valueAt(args: readonly unknown[], path: ArgumentPath): unknown {
  return String(path)
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], args);
}

/** 128 bits: short enough for a key, long enough that two never meet. */
function digest(key: JsonValue): string {
  return hash('sha256', canonicalJson(key), 'base64url').slice(0, 22);
}

function notDecoded(name: string): InvalidOptionsError {
  return new InvalidOptionsError(
    `@Unique by of ${name}`,
    'a job whose arguments are decoded',
    'one of which they could not be',
    'Enqueue it from its arguments: performLater(...args).',
  );
}

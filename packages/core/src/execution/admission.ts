import type { ConcurrencyLimit, Entry, EntryRequest, StartLimit } from '../adapters/entry';
import type { Delivery } from '../adapters/queue-adapter';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import { checkLockKey, parseStoredKey, storedKey } from '../locks/lock-key';
import type { JobOptions } from '../options/job-options';
import type { ConcurrencyRule, ThrottleRule } from '../options/limit-rules';

type Arguments = readonly unknown[];

/**
 * Whether the job may start now, by the limits of its class.
 *
 * @throws InvalidOptionsError when a key is none, and whatever its function throws
 */
export async function admit(
  delivery: Delivery,
  { name, concurrency, throttle }: JobOptions,
  args: Arguments,
): Promise<Entry> {
  const limit = concurrency && toLimit(concurrency, name, args);
  const starts = throttle && toStartLimit(throttle, name, args);
  if (!limit && !starts) return { kind: 'entered' };
  if (!delivery.enter)
    throw new UnsupportedOperationError('of this job', 'knows limits', 'Delivery.enter');
  const request: EntryRequest = { ...(limit && { limit }), ...(starts && { throttle: starts }) };
  const entry = await delivery.enter(request);
  return entry.kind === 'entered' ? entry : { ...entry, key: parseStoredKey(entry.key).key };
}

function toLimit(
  rule: ConcurrencyRule,
  name: string,
  args: Arguments,
): ConcurrencyLimit | undefined {
  const key = keyOf('@LimitConcurrency key', rule, name, args);
  if (key === undefined) return undefined;
  const { to: slots, duration: ttl, onConflict } = rule;
  return { key: storedKey('limit', key), slots, ttl, waits: onConflict === 'block' };
}

function toStartLimit(rule: ThrottleRule, name: string, args: Arguments): StartLimit | undefined {
  const key = keyOf('@Throttle key', rule, name, args);
  const { limit: most, per } = rule;
  return key === undefined ? undefined : { key: storedKey('throttle', key), starts: most, per };
}

/** `group` or `group/key`; undefined when the job needs no limit. */
function keyOf(
  where: string,
  { key: keyFor, group }: Pick<ThrottleRule, 'key' | 'group'>,
  name: string,
  args: Arguments,
): string | undefined {
  const scope = group ?? name;
  if (!keyFor) return scope;
  const key = keyFor(...(args as never[]));
  if (key === undefined || key === null) return undefined;
  return `${scope}/${checkLockKey(where, key)}`;
}

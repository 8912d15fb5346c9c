import type { ConcurrencyLimit, Entry, EntryRequest, StartLimit } from '../adapters/entry';
import type { Outcome } from '../adapters/outcome';
import type { Delivery } from '../adapters/queue-adapter';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import type { EventBus } from '../events/event-bus';
import type { Job } from '../job/job';
import type { Summaries } from '../job/summaries';
import { LockConflictError } from '../locks/lock-errors';
import { checkLockKey, parseStoredKey, storedKey } from '../locks/lock-key';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import type { ConcurrencyRule, ThrottleRule } from '../options/limit-rules';

type Arguments = readonly unknown[];

interface AdmissionParts {
  readonly events: EventBus;
  readonly summaries: Summaries;
  /** Gives up a job that finds no slot, and runs its AfterDiscard methods. */
  readonly giveUp: (error: Error) => Promise<Outcome>;
}

/**
 * What becomes of a job that may not start now, by the limits of its class; undefined when it may.
 *
 * @throws InvalidOptionsError when a key is none, and whatever its function throws
 */
export async function turnAway(
  job: Job,
  delivery: Delivery,
  { events, summaries, giveUp }: AdmissionParts,
): Promise<Outcome | undefined> {
  const entry = await enter(job, delivery);
  if (entry.kind === 'entered') return undefined;
  const { key } = parseStoredKey(entry.key);
  if (entry.kind === 'refused') return giveUp(new LockConflictError(key, entry.holders));
  const { wait } = entry;
  if (events.has('blocked'))
    events.emit('blocked', { job: summaries.ofJob(job), key, ...(wait !== undefined && { wait }) });
  return entry;
}

async function enter(job: Job, delivery: Delivery): Promise<Entry> {
  const { name, concurrency, throttle } = optionsOf(job.constructor as DeclaringClass);
  const args = job.arguments;
  const limit = concurrency && toLimit(concurrency, name, args);
  const starts = throttle && toStartLimit(throttle, name, args);
  if (!limit && !starts) return { kind: 'entered' };
  if (!delivery.enter)
    throw new UnsupportedOperationError('this one', 'knows limits', 'Delivery.enter');
  const request: EntryRequest = { ...(limit && { limit }), ...(starts && { throttle: starts }) };
  return delivery.enter(request);
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

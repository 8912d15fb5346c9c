import type { ConcurrencyLimit, Entry, EntryRequest, StartLimit } from '../adapters/entry';
import type { Outcome } from '../adapters/outcome';
import type { Delivery } from '../adapters/delivery';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import type { EventBus } from '../events/event-bus';
import type { Job } from '../job/job';
import { sealedKey } from '../job/sealed-data';
import type { Summaries } from '../job/summaries';
import { LockConflictError } from '../locks/lock-errors';
import { checkLockKey, parseStoredKey, storedKey } from '../locks/lock-key';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import type { ConcurrencyRule, ThrottleRule } from '../options/limit-rules';
import type { ArgumentSerializer } from '../serialization/argument-serializer';

interface AdmissionParts {
  readonly serializer: ArgumentSerializer;
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
  parts: AdmissionParts,
): Promise<Outcome | undefined> {
  const { events, summaries, giveUp } = parts;
  const entry = await enter(job, delivery, parts);
  if (entry.kind === 'entered') return undefined;
  const { key } = parseStoredKey(entry.key);
  if (entry.kind === 'refused') return giveUp(new LockConflictError(key, entry.holders));
  const { wait } = entry;
  if (events.has('blocked'))
    events.emit('blocked', { job: summaries.ofJob(job), key, ...(wait !== undefined && { wait }) });
  return entry;
}

async function enter(job: Job, delivery: Delivery, parts: AdmissionParts): Promise<Entry> {
  const { concurrency, throttle } = optionsOf(job.constructor as DeclaringClass);
  const limit = concurrency && toLimit(concurrency, job, parts);
  const starts = throttle && toStartLimit(throttle, job, parts);
  if (!limit && !starts) return { kind: 'entered' };
  if (!delivery.enter)
    throw new UnsupportedOperationError('this one', 'knows limits', 'Delivery.enter');
  const request: EntryRequest = { ...(limit && { limit }), ...(starts && { throttle: starts }) };
  return delivery.enter(request);
}

function toLimit(
  rule: ConcurrencyRule,
  job: Job,
  parts: AdmissionParts,
): ConcurrencyLimit | undefined {
  const key = keyOf('@LimitConcurrency key', rule, job, parts);
  if (key === undefined) return undefined;
  const { to: slots, duration: ttl, onConflict } = rule;
  return { key: storedKey('limit', key), slots, ttl, waits: onConflict === 'block' };
}

function toStartLimit(rule: ThrottleRule, job: Job, parts: AdmissionParts): StartLimit | undefined {
  const key = keyOf('@Throttle key', rule, job, parts);
  const { limit: most, per } = rule;
  return key === undefined ? undefined : { key: storedKey('throttle', key), starts: most, per };
}

/** `group` or `group/key`; undefined when the job needs no limit. */
function keyOf(
  where: string,
  { key: keyFor, group }: Pick<ThrottleRule, 'key' | 'group'>,
  job: Job,
  parts: AdmissionParts,
): string | undefined {
  const scope = group ?? optionsOf(job.constructor as DeclaringClass).name;
  if (!keyFor) return scope;
  const key = keyFor(...(job.arguments as never[]));
  if (key === undefined || key === null) return undefined;
  return `${scope}/${sealedKey(job, checkLockKey(where, key), parts)}`;
}

import type { Outcome } from '../adapters/outcome';
import type { EventBus } from '../events/event-bus';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import type { Summaries } from '../job/summaries';
import { lockTaker } from '../job/lock-taker';
import { Snooze } from '../job/snooze';
import { uniqueKeyOf } from '../job/unique-lock';
import { LockConflictError } from '../locks/lock-errors';
import type { Locks } from '../locks/locks';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { UniqueConflictError } from '../options/unique-conflict-error';
import type { UniquePolicy } from '../options/unique-policy';
import type { ArgumentSerializer } from '../serialization/argument-serializer';

/** Milliseconds until a job that met the lock of another run is tried again. */
const PAUSE = 5000;

/** Milliseconds after which the lock of a run is free when its process was killed. */
const RUN_TTL = 30_000;

interface UniqueRunParts {
  readonly events: EventBus;
  readonly summaries: Summaries;
  readonly locks: Locks;
  readonly serializer: ArgumentSerializer;
  readonly decode: () => unknown;
  /** Gives the job up, and runs its AfterDiscard methods. */
  readonly giveUp: (error: Error) => Promise<Outcome>;
}

/**
 * Runs a unique job: under a lock, when its class wants no two runs at once; and not at all when
 * another job has the lock it was stored under, as may be after a board had a dead job run again.
 */
export async function runUnique(
  job: Job,
  policy: UniquePolicy,
  parts: UniqueRunParts,
  body: () => Promise<Outcome>,
): Promise<Outcome> {
  const { delivery } = job[STATE];
  const locksRun = policy.lock === 'whileExecuting' || policy.lock === 'untilAndWhileExecuting';
  if (!locksRun && delivery?.duplicateOf === undefined) return body();
  if (policy.by !== undefined) await parts.decode();
  const { name } = optionsOf(job.constructor as DeclaringClass);
  const key = `${name}:${uniqueKeyOf(job, policy, parts.serializer)}`;
  const refuse = (duplicateOf: string) => refuseRun(job, policy, { name, key, duplicateOf }, parts);
  if (delivery?.duplicateOf !== undefined) return refuse(delivery.duplicateOf);

  let runs = false;
  const lock = {
    kind: 'uniqueRun' as const,
    ttl: (policy.lock === 'whileExecuting' ? policy.ttl : undefined) ?? RUN_TTL,
    wait: 0,
    slots: policy.limit,
  };
  try {
    const place = policy.acrossQueues ? key : `${job.queueName}:${key}`;
    return await parts.locks.hold(place, lock, lockTaker(job), ({ signal }) => {
      runs = true;
      job[STATE].signal = signal;
      return body();
    });
  } catch (error) {
    if (runs || !(error instanceof LockConflictError)) throw error;
    const [holder] = error.holders;
    return refuse(holder?.jobId ?? holder?.owner ?? '');
  }
}

/** What the class says about a run that meets another job's lock. */
async function refuseRun(
  job: Job,
  { onConflict: { perform: onConflict } }: UniquePolicy,
  conflict: { readonly name: string; readonly key: string; readonly duplicateOf: string },
  { events, summaries, giveUp }: UniqueRunParts,
): Promise<Outcome> {
  const error = new UniqueConflictError(conflict);
  if (onConflict === 'raise') throw error;
  const { duplicateOf } = conflict;
  if (events.has('runRefused'))
    events.emit('runRefused', { job: summaries.ofJob(job), duplicateOf, onConflict });
  // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- a signal, see Snooze
  if (onConflict === 'reschedule') throw new Snooze(PAUSE);
  return giveUp(error);
}

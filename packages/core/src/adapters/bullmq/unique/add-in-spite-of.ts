import type { JobJson } from 'bullmq';
import type { EnqueueReceipt } from '../../queue-adapter';
import type { AnyQueue } from '../any-queue';
import { dueAt, inNextSlot, lockOf, replacing } from './unique-options';
import type { HeldKey, UniqueKeys } from './unique-keys';

/** Times a key may be freed and taken again under our eyes before the job counts as a duplicate. */
const TRIES = 5;

/** Milliseconds until a job that is to be replaced runs after all, should its replacement be lost. */
const RESPITE = 10_000;

interface AddParts {
  readonly queue: AnyQueue;
  readonly keys: UniqueKeys;
}

/**
 * Stores a job that met the lock of another after all: when that other has no right to it any more,
 * as a lock is not trusted but its owner looked at, or when it is to be replaced and does not run.
 *
 * This is all the upkeep that locks get. It costs a round trip at a conflict and nothing otherwise,
 * and whatever removed a job, and wherever a process died, the next enqueue sets it right.
 */
export async function addInSpiteOf(
  owner: string,
  job: JobJson,
  parts: AddParts,
): Promise<EnqueueReceipt> {
  let receipt = await addInSlot(owner, job, parts);
  let attempt = job;
  for (let slots = lockOf(job)?.limit ?? 1; slots > 1 && receipt.duplicateOf; slots -= 1) {
    attempt = inNextSlot(attempt);
    const stored = await parts.queue.getBackend().addJob(attempt, attempt.id);
    if (stored === job.id) return {};
    receipt = await addInSlot(stored, attempt, parts);
  }
  return receipt;
}

async function addInSlot(
  owner: string,
  job: JobJson,
  { queue, keys }: AddParts,
): Promise<EnqueueReceipt> {
  const { deduplicationId: key } = job;
  if (key === undefined) return { duplicateOf: owner };
  let attempt = job;
  let stored = owner;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const next = await nextAttempt({ queue: queue.name, key, owner: stored }, attempt, keys);
    if (!next) break;
    attempt = next;
    stored = await queue.getBackend().addJob(attempt, attempt.id);
    if (stored === job.id) return receiptFor(job, attempt);
  }
  return { duplicateOf: stored };
}

/** The job as it may be tried again; undefined when the owner keeps its lock. */
async function nextAttempt(
  held: HeldKey,
  job: JobJson,
  keys: UniqueKeys,
): Promise<JobJson | undefined> {
  const now = job.timestamp;
  const terms = await keys.look(held, now);
  if (!terms) return job;
  const { onConflict, replace, expiresAt } = lockOf(job) ?? {};
  if (onConflict === 'reschedule') {
    const lock = expiresAt === undefined ? {} : { expiresAt };
    await keys.postpone(held, { now, dueAt: dueAt(job), ...lock });
  }
  if (onConflict !== 'replace') return undefined;
  // BullMQ replaces a delayed job in the step that stores the other. One that waits is delayed first,
  // and so is never out of the store before the other is in it.
  const mayReplace = !replace || (await keys.postpone(held, { now, dueAt: now + RESPITE }));
  return mayReplace ? replacing(job, terms) : undefined;
}

function receiptFor(asked: JobJson, stored: JobJson): EnqueueReceipt {
  const scheduledAt = dueAt(stored);
  return scheduledAt === dueAt(asked) ? {} : { scheduledAt };
}

import type { StoredJob } from '../adapters/stored-job';
import { dueAt, type SetOptions } from '../options/placement';
import { priorityFor, queueNameFor } from '../options/queue-name';
import { STATE } from './job-state';
import type { Stateful } from './performable';
import type { Runtime } from './runtime';
import { debouncedTo, withUniqueLock } from './unique-lock';

/** Decides queue, priority and time. */
export function place(job: Stateful, { defaults, clock }: Runtime): void {
  const state = job[STATE];
  const { set } = state;
  state.queue = queueNameFor(job, set.queue, defaults);
  state.priority = priorityFor(job, set.priority, defaults);
  state.enqueuedAt = clock.now();
  state.scheduledAt = dueAt(set, clock) ?? debouncedTo(job, state.enqueuedAt) ?? state.scheduledAt;
}

/** The stored form, elsewhere or at another time when a callback or a middleware has said so by `set()`. */
export function placedSince(
  set: SetOptions,
  { job, stored }: { readonly job: Stateful; readonly stored: StoredJob },
  runtime: Runtime,
): StoredJob {
  const state = job[STATE];
  if (state.set === set) return stored;
  place(job, runtime);
  const { queue = stored.queue, priority = stored.priority, scheduledAt } = state;
  const { unique: _, ...rest } = stored;
  const placed = { ...rest, queue, priority, ...(scheduledAt !== undefined && { scheduledAt }) };
  return withUniqueLock(job, placed, runtime);
}

import type { ProcessRecord } from './adapters/process-directory';
import type { FailedJob } from './adapters/queue-inspector';
import { currentApplication } from './drover';
import type { Job } from './job/job';
import type { CancelAnswer } from './job/status/cancel-job';
import type { JobHandle } from './job/status/job-handle';
import type { JobStatus } from './job/status/job-status';
import type { FailedJobFilter, FailedJobSelection } from './operations/failed-job-filter';
import type { LockFilter, LockInfo } from './operations/held-locks';
import type { QueueInfo, WhichQueue } from './operations/operations';
import type { QueueHandle } from './operations/queue-handle';
import type { EntryChanges, NewEntry } from './schedule/entry-changes';
import type { Schedule } from './schedule/schedule';

/** The worker processes of the namespace, the oldest first; one that was killed for up to a minute. */
export function processes(): Promise<readonly ProcessRecord[]> {
  return currentApplication().operations.processes();
}

/**
 * Has a worker process on any host fetch no more, as SIGTSTP does; what runs goes on, and there is no
 * way back. Resolves when that is noted: the process hears of it within ten seconds.
 *
 * @throws UnknownProcessError when no process of this id runs
 */
export function quietProcess(id: string): Promise<void> {
  return currentApplication().operations.commandProcess(id, 'quiet');
}

/**
 * Has a worker process on any host stop, as SIGTERM does: what is not done in time is handed back.
 * `drover work` then exits 0, and whoever supervises it may start another, as `--processes` always does;
 * in a process of yours its workers stop, and it goes on. Resolves when that is noted: it hears of it
 * within ten seconds.
 *
 * @throws UnknownProcessError when no process of this id runs
 */
export function stopProcess(id: string): Promise<void> {
  return currentApplication().operations.commandProcess(id, 'stop');
}

/** The queues that are declared, configured, served by a process, or hold jobs. */
export function queues(): Promise<readonly QueueInfo[]> {
  return currentApplication().operations.queues();
}

/** One queue, to pause, resume, clear or measure. @throws InvalidOptionsError */
export function queue(name: string): QueueHandle {
  return currentApplication().operations.queue(name);
}

/**
 * The job of this id, to ask after or to cancel; undefined when the store has none (any more). It is
 * looked for on every queue, one question each, unless its queue is named.
 */
export function findJob(id: string, where: WhichQueue = {}): Promise<JobHandle | undefined> {
  return currentApplication().operations.findJob(id, where);
}

/** Where the job of this id stands; 'unknown' when the store has none (any more). See `findJob`. */
export function jobStatus(id: string, where: WhichQueue = {}): Promise<JobStatus> {
  return currentApplication().operations.jobStatus(id, where);
}

/**
 * Cancels a job from any process. One that waits or is delayed is removed; the signal of one that runs
 * is aborted within a second, and whatever that run still does does not count.
 */
export function cancel(id: string, where: WhichQueue = {}): Promise<CancelAnswer> {
  return currentApplication().operations.cancel(id, where);
}

/** Jobs that no rule gives another attempt, the newest failure first. `limit` is 100 by default. */
export function failedJobs(
  filter: FailedJobFilter & { readonly limit?: number } = {},
): Promise<readonly FailedJob[]> {
  return currentApplication().operations.failedJobs(filter);
}

/**
 * Has failed jobs wait again, with all attempts of their rules before them. Resolves to how many.
 *
 * @throws InvalidOptionsError when nothing is chosen: say `all: true` for every one
 */
export function retryJobs(selection: FailedJobSelection): Promise<number> {
  return currentApplication().operations.retryJobs(selection);
}

/**
 * Deletes failed jobs for good. Resolves to how many.
 *
 * @throws InvalidOptionsError when nothing is chosen: say `all: true` for every one
 */
export function deleteJobs(selection: FailedJobSelection): Promise<number> {
  return currentApplication().operations.deleteJobs(selection);
}

/** The locks and the slots of limits that are held, the oldest first. @throws InvalidOptionsError */
export function locks(filter: LockFilter = {}): Promise<readonly LockInfo[]> {
  return currentApplication().operations.locks(filter);
}

/**
 * Frees a lock by hand, and resolves to how many held it. A holder that still runs learns that it has
 * lost it. Of every kind, when no `kind` is given.
 */
export function releaseLock(
  key: string,
  options: { readonly kind?: string } = {},
): Promise<number> {
  return currentApplication().operations.releaseLock(key, options);
}

/**
 * The schedule: entries that its file and the job classes declare, and those that code adds. See
 * {@link Schedule} for what each takes and throws.
 */
export const schedule: Pick<
  Schedule,
  'list' | 'add' | 'update' | 'remove' | 'enable' | 'disable' | 'runNow'
> = Object.freeze({
  list: () => currentApplication().schedule.list(),
  add: <T extends Job>(name: string, entry: NewEntry<T>) =>
    currentApplication().schedule.add(name, entry),
  update: (name: string, changes: EntryChanges) =>
    currentApplication().schedule.update(name, changes),
  remove: (name: string) => currentApplication().schedule.remove(name),
  enable: (name: string) => currentApplication().schedule.enable(name),
  disable: (name: string) => currentApplication().schedule.disable(name),
  runNow: (name: string) => currentApplication().schedule.runNow(name),
});

import type { JobEvents, JobSummary } from '../events/job-events';
import { errorText } from './error-text';
import { progressText } from './step-lines';

// The words of Active Job's log lines, one function per event.

export function enqueuedLine(event: JobEvents['enqueued']): string {
  const { job, error, halted, duplicateOf, onConflict } = event;
  if (error) return `Failed enqueuing ${withId(job)} to ${place(job)}: ${errorText(error)}`;
  if (halted)
    return `Failed enqueuing ${withId(job)} to ${place(job)}, a before_enqueue callback or a middleware halted the enqueuing execution.`;
  if (duplicateOf)
    return `Not enqueued ${withId(job)} to ${place(job)}: a duplicate of ${duplicateOf}${
      onConflict === 'reschedule' ? ', which runs at its time instead if it has not started' : ''
    }`;
  return `Enqueued ${withId(job)} to ${place(job)}${at(job)}${args(job)}`;
}

export function callerLine(caller: string): string {
  return `↳ ${caller}`;
}

/** @param adapter - named also when no job was stored */
export function bulkLine(
  { jobs, errors, duplicates }: JobEvents['bulkEnqueued'],
  adapter: string,
): string {
  const parts = [
    jobs.length > 0 && `Enqueued ${count(jobs.length)} to ${adapter} (${perClass(jobs)})`,
    errors.length > 0 && `Failed enqueuing ${count(errors.length)}`,
    duplicates.length > 0 && `Not enqueued ${count(duplicates.length)}, duplicates of others`,
  ];
  const line = parts.filter(Boolean).join('. ') || 'Enqueued 0 jobs';
  return jobs.length === 0 ? `${line} to ${adapter}` : line;
}

export function startLine({ job }: JobEvents['performStarted']): string {
  const since = job.enqueuedAt === undefined ? '' : ` enqueued at ${iso(job.enqueuedAt)}`;
  return `Performing ${withId(job)} from ${place(job)}${since}${args(job)}`;
}

export function performedLine({ job, duration, error, halted }: JobEvents['performed']): string {
  const what = `${withId(job)} from ${place(job)} in ${duration} ms`;
  if (error) return `Error performing ${what}: ${errorText(error)}`;
  if (halted)
    return `Error performing ${what}: a before_perform callback or a middleware halted the job execution`;
  return `Performed ${what}`;
}

export function retryLine({ job, wait, error }: JobEvents['retryScheduled']): string {
  const due = error ? `, due to a ${errorText(error)}` : '';
  return `Retrying ${withId(job)} after ${job.executions} attempts in ${Math.round(wait) / 1000} seconds${due}.`;
}

export function snoozedLine({ job, wait }: JobEvents['snoozed']): string {
  return `Snoozed ${withId(job)} for ${wait / 1000} seconds; no attempt is used.`;
}

export function blockedLine({ job, key, wait }: JobEvents['blocked']): string {
  const until = wait === undefined ? 'a slot' : `its turn in ${wait / 1000} seconds`;
  return `Blocked ${withId(job)} by the limit '${key}'; it waits for ${until}.`;
}

export function stoppedLine({ job, error }: JobEvents['retryStopped']): string {
  return `Stopped retrying ${withId(job)} due to a ${errorText(error)}, which reoccurred on ${job.executions} attempts.`;
}

export function discardedLine({ job, error }: JobEvents['discarded']): string {
  return `Discarded ${withId(job)} due to a ${errorText(error)}.`;
}

export function runRefusedLine({ job, duplicateOf, onConflict }: JobEvents['runRefused']): string {
  const end = onConflict === 'reschedule' ? 'it is tried again later' : 'it is discarded';
  return `Not performed ${withId(job)}: ${duplicateOf} has its lock; ${end}.`;
}

export function cancelledLine({ job }: JobEvents['cancelled']): string {
  return `Cancelled ${withId(job)}.`;
}

export function interruptedLine({ job, reason, progress }: JobEvents['interrupted']): string {
  const where = progress ? ` ${progressText(progress)}` : '';
  return `Interrupted ${withId(job)}${where} (${reason}); it waits again.`;
}

export function boardLine(event: JobEvents['boardAction']): string {
  const { user, action, status, queue, jobIds = [], name } = event;
  const what = [
    ...jobIds.map((id) => `Job ID: ${id}`),
    ...(name === undefined ? [] : [`'${name}'`]),
  ];
  const on = queue === undefined ? '' : ` on ${queue}`;
  const refused = status < 400 ? '' : `, refused with ${status}`;
  return `Board: ${user}: ${action}${what.length > 0 ? ` (${what.join(', ')})` : ''}${on}${refused}`;
}

export function stoppedWorkerLine({
  finished,
  handedBack,
  interrupted = [],
}: JobEvents['workerStopped']): string {
  const atCheckpoints = interrupted.length > 0 ? `, ${interrupted.length} interrupted` : '';
  return `Stopped: ${finished} jobs finished${atCheckpoints}, ${handedBack.length} handed back`;
}

export function runningLine(running: JobEvents['workerReported']['running'], now: number): string {
  if (running.length === 0) return 'Running nothing';
  const each = running.map(
    ({ name, id, queue, since }) => `${name} (Job ID: ${id}) from ${queue} for ${now - since} ms`,
  );
  return `Running ${running.length}: ${each.join('; ')}`;
}

export function workingLine({
  name,
  queues,
  concurrency,
}: JobEvents['workerStarted']['capsules'][number]): string {
  const capsule = name === 'default' ? '' : ` in the capsule ${name}`;
  const names = queues.map((queue) => queue.name).join(', ');
  return `Working ${names} with concurrency ${concurrency}${capsule}`;
}

function withId({ name, id }: JobSummary): string {
  return `${name} (Job ID: ${id})`;
}

function place({ queue, adapter }: JobSummary): string {
  return `${adapter}(${queue})`;
}

function at({ scheduledAt }: JobSummary): string {
  return scheduledAt === undefined ? '' : ` at ${iso(scheduledAt)}`;
}

/** The encoded form: a record reads as its reference. */
function args(job: JobSummary): string {
  if (!job.args || job.args.length === 0) return '';
  return ` with arguments: ${job.args.map((each) => shortened(JSON.stringify(each))).join(', ')}`;
}

const LONGEST = 500;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

function count(jobs: number): string {
  return jobs === 1 ? '1 job' : `${jobs} jobs`;
}

/** `2 HelloJob, 1 LoggingJob`: the most frequent class first. */
function perClass(jobs: readonly JobSummary[]): string {
  const counts = new Map<string, number>();
  for (const { name } of jobs) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, times]) => `${times} ${name}`)
    .join(', ');
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

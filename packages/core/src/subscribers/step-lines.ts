import type { JobEvents, JobSummary, StepPlace, StepProgress } from '../events/job-events';
import { errorText } from './error-text';

// The words of Active Job's log lines about the steps of a job.

export function progressText({ completed, current }: StepProgress): string {
  if (current) return `at '${current.name}'${cursorText(current)}`;
  const last = completed.at(-1);
  return last === undefined ? 'not started' : `after '${last}'`;
}

export function resumedLine({ job, progress }: JobEvents['resumed']): string {
  return `Resuming ${job.name} (Job ID: ${job.id}) ${progressText(progress)}`;
}

export function stepSkippedLine({ job, step }: JobEvents['stepSkipped']): string {
  return `Step '${step}' skipped${forJob(job)}`;
}

export function stepStartedLine({ job, step, resumed }: JobEvents['stepStarted']): string {
  const how = resumed ? `resumed${cursorText(step, ' from')}` : 'started';
  return `Step '${step.name}' ${how}${forJob(job)}`;
}

export function stepEndedLine(event: JobEvents['stepEnded']): string {
  const { job, step, duration, interrupted, error } = event;
  const time = `${forJob(job)} in ${duration} ms`;
  if (error)
    return `Error during step '${step.name}'${cursorText(step, ' at')}${time}: ${errorText(error)}`;
  const how = interrupted ? `interrupted${cursorText(step, ' at')}` : 'completed';
  return `Step '${step.name}' ${how}${time}`;
}

function cursorText({ cursor }: StepPlace, preposition = ','): string {
  return cursor === undefined ? '' : `${preposition} cursor '${shown(cursor)}'`;
}

function shown(cursor: unknown): string {
  return typeof cursor === 'string' ? cursor : JSON.stringify(cursor);
}

function forJob({ name, id }: JobSummary): string {
  return ` for ${name} (Job ID: ${id})`;
}

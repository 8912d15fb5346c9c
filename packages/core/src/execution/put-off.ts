import type { Interrupted, Outcome, Snoozed } from '../adapters/outcome';
import type { JobData } from '../serialization/job-data';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import type { Snooze } from '../job/snooze';
import { ContinuationError, ResumeLimitError } from '../job/steps/continuation-errors';
import type { Interruption } from '../job/steps/interruption';
import { nextData } from '../job/stored-form';
import type { ContinuableRule } from '../options/continuable';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { prefixed } from '../options/queue-name';
import type { ExecutorParts } from './executor';

/** Milliseconds until a job goes on after an error. */
const AFTER_ERROR = 5000;

type Parts = Pick<ExecutorParts, 'events' | 'summaries' | 'serializer' | 'defaults'>;

/** The job asked to run later. */
export function snoozed(job: Job, { delay }: Snooze, parts: Parts): Snoozed {
  const { events, summaries } = parts;
  const { data } = job[STATE];
  const next = data && nextData(job, parts);
  if (events.has('snoozed')) events.emit('snoozed', { job: summaries.ofJob(job), wait: delay });
  return { kind: 'snoozed', delay, ...(next && next !== data && { data: next }) };
}

/**
 * The run ended at a checkpoint.
 *
 * @throws ResumeLimitError when the job may not go on once more
 */
export function interrupted(
  job: Job,
  { reason, isolating }: Interruption,
  parts: Parts,
): Interrupted {
  const rule = ruleOf(job);
  if (!isolating) countResumption(job, rule);
  const data = nextData(job, parts);
  const { events, summaries } = parts;
  if (events.has('interrupted'))
    events.emit('interrupted', {
      job: summaries.ofJob(job),
      reason,
      progress: summaries.progressOf(job, data.steps ?? { completed: [] }),
    });
  return { kind: 'interrupted', reason, data, ...delayOf(rule), ...placementOf(job, rule, parts) };
}

/** Whether the job goes on after an error that no rule took: it has come further in this run. */
export function resumes(job: Job, error: Error): boolean {
  const advanced = job[STATE].steps?.advanced === true;
  return advanced && ruleOf(job).resumesErrors && !(error instanceof ContinuationError);
}

/**
 * The outcome of such a run.
 *
 * @throws ResumeLimitError when the job may not go on once more
 */
export function resumed(
  job: Job,
  error: Error,
  parts: Parts,
): Extract<Outcome, { kind: 'retried' }> {
  const rule = ruleOf(job);
  countResumption(job, rule, error);
  const delay = rule.wait ?? AFTER_ERROR;
  const { events, summaries } = parts;
  if (events.has('retryScheduled'))
    events.emit('retryScheduled', { job: summaries.ofJob(job), wait: delay, error });
  const data = { ...nextData(job, parts), failures: job[STATE].failures ?? {} };
  return { kind: 'retried', delay, data, error, ...placementOf(job, rule, parts) };
}

/** How far a job is that fails: whoever retries it by hand has it go on there. */
export function keptData(job: Job, parts: Parts): { readonly data?: JobData } {
  if (!job[STATE].steps) return {};
  try {
    return { data: nextData(job, parts) };
  } catch {
    // Attributes that cannot be stored: it goes on where it was stored last.
    return {};
  }
}

function ruleOf(job: Job): ContinuableRule {
  return optionsOf(job.constructor as DeclaringClass).continuable;
}

function countResumption(job: Job, { maxResumptions }: ContinuableRule, cause?: Error): void {
  const { steps } = job[STATE];
  if (!steps) return;
  if (maxResumptions !== undefined && steps.resumptions >= maxResumptions)
    throw new ResumeLimitError(job.constructor.name, maxResumptions, { cause });
  steps.resumptions += 1;
}

function delayOf({ wait }: ContinuableRule): { readonly delay?: number } {
  return wait === undefined || wait === 0 ? {} : { delay: wait };
}

function placementOf(
  job: Job,
  { queue, priority }: ContinuableRule,
  { defaults }: Parts,
): { readonly queue?: string; readonly priority?: number } {
  return {
    ...(queue !== undefined && { queue: prefixed(job.constructor, queue, defaults) }),
    ...(priority !== undefined && { priority }),
  };
}

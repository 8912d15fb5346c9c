import type { Application, JsonValue } from '@drover/core';
import type { Job } from 'bullmq';
import { discardOf, whyOf } from './job-words';
import { hiddenTexts, redact, redactValue } from './redaction';
import type { Wait } from './waits';

type JobJson = ReturnType<Job['toJSON']>;

/** Behind the class of a job that ended otherwise than by its end. */
export const MARK = ' · ';

/**
 * A job as a human reads it: without the envelope it travels in, and without what is for nobody.
 *
 * @param wait - what it waits for, where that is a limit or other jobs
 */
export function showJob(job: Job, { summaries, clock }: Application, wait?: Wait): JobJson {
  const json = job.toJSON();
  const data = summaries.shownData(job.name, job.data);
  const hidden = hiddenTexts(job.data, data);
  const clean = redact(json, hidden);
  const why = redact(whyOf(clean, clock.now(), wait), hidden);
  const discard = discardOf(json.returnvalue);
  const result = summaries.shownResult(job.name, json.returnvalue as JsonValue);
  return {
    ...clean,
    name: discard ? `${job.name}${MARK}${endWord(discard.because)}` : job.name,
    data: readable(job, data, why),
    progress: redactValue(json.progress, hidden) as JobJson['progress'],
    returnvalue: discard ? null : redactValue(result, hidden),
  };
}

/** What a job says of itself, such as lines of its log, without what is for nobody. */
export function showTexts<T>(texts: T, job: Job, application: Application): T {
  return redact(texts, hiddenOf(job, application));
}

/** How far a job says it is, without what is for nobody. */
export function showProgress(job: Job, application: Application): Job['progress'] {
  return redactValue(job.progress, hiddenOf(job, application)) as Job['progress'];
}

function hiddenOf({ name, data }: Job, { summaries }: Application): readonly string[] {
  return hiddenTexts(data, summaries.shownData(name, data));
}

function endWord(because: string): string {
  return because === 'cancelled' ? 'cancelled' : 'discarded';
}

function readable(job: Job, data: unknown, why: string | undefined): unknown {
  const {
    args,
    drover,
    executions = 0,
    failures,
    ...rest
  } = Object(data) as Record<string, unknown>;
  if (drover === undefined) return data;
  return {
    arguments: args === undefined ? '[HIDDEN]' : plain(args),
    ...(why !== undefined && { why }),
    executions: Number(executions) + job.attemptsMade,
    ...(failures !== undefined && { failures }),
    ...(job.deduplicationId !== undefined && { uniqueLock: job.deduplicationId }),
    ...rest,
  };
}

/** Some stores keep an object as the list of its entries, for the order of its keys. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { $object } = value as Record<string, unknown>;
  const entries = Array.isArray($object) ? ($object as [string, unknown][]) : Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [key, plain(each)]));
}

import { diff } from 'jest-diff';
import type { RecordedJob } from '../jobs/recorded-job';
import { listed, type Criterion } from './criteria';

export interface Failure {
  /** The call and its links, as they were written. */
  readonly call: string;
  /** What is wrong. */
  readonly because: string;
  readonly criteria: readonly Criterion[];
  /** The jobs of the class that was asked for. */
  readonly candidates: readonly RecordedJob[];
  readonly all: readonly RecordedJob[];
  readonly verb: 'enqueued' | 'performed';
}

/** How many jobs a text lists. */
const MOST_LISTED = 10;
const PLAIN = (text: string): string => text;

/** What was expected, the nearest miss and where it differs, and what else there was. */
export function failureText(failure: Failure): string {
  const { call, because } = failure;
  const near = nearest(failure);
  const parts = [`${call}: ${because}`, near && nearMiss(near, failure), others(near, failure)];
  return parts.filter(Boolean).join('\n\n');
}

/** Of the jobs that miss a criterion, the one that misses the fewest; the last of several. */
function nearest({ candidates, criteria }: Failure): RecordedJob | undefined {
  const missed = (job: RecordedJob) => criteria.filter(({ matches }) => !matches(job)).length;
  return candidates
    .filter((job) => missed(job) > 0)
    .toReversed()
    .toSorted((a, b) => missed(a) - missed(b))[0];
}

function nearMiss(job: RecordedJob, { criteria }: Failure): string {
  const differences = criteria
    .filter(({ matches }) => !matches(job))
    .map((each) => difference(each, job));
  return [`The nearest is ${describe(job)}. It differs in its`, ...differences].join('\n');
}

function difference({ field, expected, got }: Criterion, job: RecordedJob): string {
  const value = got(job);
  const text =
    typeof expected === 'function'
      ? `- Expected: what the predicate takes\n+ Received: ${listed([value])}`
      : isObject(expected) && isObject(value)
        ? diff(expected, value, DIFF)
        : `- Expected: ${listed([expected])}\n+ Received: ${listed([value])}`;
  return `  ${field}\n${indented(text ?? '')}`;
}

const DIFF = {
  ...{ aColor: PLAIN, bColor: PLAIN, changeColor: PLAIN, commonColor: PLAIN, patchColor: PLAIN },
  omitAnnotationLines: true,
  expand: false,
};

function others(near: RecordedJob | undefined, { all, verb }: Failure): string {
  if (all.length === 0) return `Nothing was ${verb}.`;
  const rest = all.filter((job) => job !== near);
  if (rest.length === 0) return `Nothing else was ${verb}.`;
  const lines = rest.slice(0, MOST_LISTED).map((job) => `  ${describe(job)}`);
  const more = rest.length > MOST_LISTED ? [`  and ${rest.length - MOST_LISTED} more`] : [];
  return [`${near ? 'Also' : 'There was'} ${verb}:`, ...lines, ...more].join('\n');
}

/** A job in a line: `GreetJob('Ada') on 'low' at 2026-01-01T01:00:00.000Z`. */
function describe(job: RecordedJob): string {
  const { name, args, queue, priority, scheduledAt, outcome } = job;
  const time = scheduledAt ? ` at ${scheduledAt.toISOString()}` : '';
  const rank = priority > 0 ? ` with priority ${priority}` : '';
  const end = outcome ? ` (${outcome.kind})` : '';
  return `${name}(${listed(args)}) on '${queue}'${time}${rank}${end}`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

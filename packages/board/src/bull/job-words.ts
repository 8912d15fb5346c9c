import { durationInWords, type Blockade } from '@drover/core';
import type { Wait } from './waits';

/** What of a job in its store tells how it is: some of BullMQ's fields. */
export interface JobFacts {
  readonly timestamp: number;
  readonly delay?: number | undefined;
  readonly processedOn?: number | undefined;
  readonly finishedOn?: number | undefined;
  readonly failedReason?: string | undefined;
  readonly returnvalue?: unknown;
}

/** What a run leaves in place of a value when a rule gave it up, or somebody cancelled it. */
export interface Discard {
  readonly because: string;
  readonly error?: string;
}

export function discardOf(value: unknown): Discard | undefined {
  const { $drover, because, error } = Object(value) as Record<string, unknown>;
  if ($drover !== 'discarded') return undefined;
  return { because: String(because), ...(typeof error === 'string' && { error }) };
}

/** Why a job waits, or what came of it; undefined where there is nothing to tell. */
export function whyOf(job: JobFacts, now: number, wait?: Wait): string | undefined {
  if (job.finishedOn) return endOf(job);
  if (wait && 'pending' in wait) return `waits for ${jobs(wait.pending)}`;
  if (!job.delay) return undefined;
  if (wait?.kind === 'limit') return `blocked: ${slotOf(wait, now)}`;
  // BullMQ counts the delay of a retry from its failure, which it does not keep: the run began before.
  const ran = job.processedOn !== undefined;
  const due = (ran ? job.processedOn : job.timestamp) + job.delay;
  const when = due > now ? `in ${ran ? 'about ' : ''}${durationInWords(due - now)}` : 'now';
  if (wait) return `blocked: its turn by the throttle ${wait.key} comes ${when}`;
  if (!ran) return `scheduled ${when}, at ${new Date(due).toISOString()}`;
  return job.failedReason ? `retry ${when} because of: ${job.failedReason}` : `runs again ${when}`;
}

function jobs(count: number): string {
  return count === 1 ? '1 job' : `${count} jobs`;
}

/** Holders that are named; of a limit with many slots the oldest. */
const NAMED = 3;

function slotOf({ key, holders }: Blockade, now: number): string {
  const named = holders
    .slice(0, NAMED)
    .map(
      ({ name, jobId, owner, since }) => `${name ?? ''} ${jobId ?? owner} for ${ago(since, now)}`,
    );
  const more = holders.length > NAMED ? [`${holders.length - NAMED} more`] : [];
  const who = holders.length > 0 ? `, held by ${[...named, ...more].join(', ')}` : '';
  return `waits for a slot of the limit ${key}${who}`;
}

function ago(since: number, now: number): string {
  return durationInWords(Math.max(0, now - since));
}

function endOf({ returnvalue, failedReason }: JobFacts): string | undefined {
  const discard = discardOf(returnvalue);
  if (!discard) return failedReason ? 'failed: no rule gives it another run' : undefined;
  const { because, error } = discard;
  return because === 'cancelled'
    ? 'cancelled'
    : `discarded (${because})${error ? `: ${error}` : ''}`;
}

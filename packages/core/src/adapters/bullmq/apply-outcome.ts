import { DelayedError, WaitingError } from 'bullmq';
import { toError } from '../../support/thrown-value-error';
import type { Discarded, Failed, Interrupted, Outcome, Retried, Snoozed } from '../outcome';
import type { StoredJob } from '../stored-job';
import { carriedBatch } from './batches/read-batch';
import { release } from './batches/store-batch';
import { relationOf, type Relation } from './batches/to-child';
import type { RunningJob } from './running-job';
import { sanitiseText } from './sanitise-text';

export interface ApplyParts {
  /** Stores the job on another queue, for a rule that sends its retries elsewhere. */
  readonly enqueue: (job: StoredJob, relation?: Relation) => Promise<unknown>;
  /**
   * Whether commands sent one after the other arrive in that order. On one Redis connection they
   * do, so counters need no round trip of their own; on a pool of connections they do not.
   */
  readonly inOrder: boolean;
}

/** What a run leaves as its return value when it did not return one. */
export interface Marker {
  readonly $drover: 'discarded' | 'moved';
}

/**
 * Tells BullMQ what came of a run, in its own terms: returns the value to complete with, or throws
 * what makes it retry, delay, or fail the job.
 */
export async function applyOutcome(
  running: RunningJob,
  outcome: Outcome,
  parts: ApplyParts,
): Promise<unknown> {
  switch (outcome.kind) {
    case 'completed':
      return outcome.value;
    case 'discarded':
      return discarded(running, outcome);
    case 'failed':
      return fail(running, outcome);
    case 'retried':
      return retry(running, outcome, parts);
    case 'snoozed':
      return delay(running, outcome);
    case 'blocked':
      throw new DelayedError();
    case 'interrupted':
      return interrupted(running, outcome, parts);
  }
}

function discarded(
  running: RunningJob,
  { because, error }: Discarded,
): Marker & { because: string; error?: string } {
  const text = error && sanitiseText(`${error.name}: ${error.message}`);
  running.log(`Discarded (${because})${text ? ` due to ${text}` : ''}`);
  return { $drover: 'discarded', because, ...(text !== undefined && { error: text }) };
}

/** No attempt is left, whatever BullMQ believes. */
async function fail(running: RunningJob, { error, data }: Failed): Promise<never> {
  if (data) await running.store(data);
  running.job.opts.attempts = 0;
  throw throwable(error);
}

async function retry(running: RunningJob, outcome: Retried, parts: ApplyParts): Promise<unknown> {
  const { job } = running;
  const { queue } = outcome;
  if (queue !== undefined && queue !== running.queue)
    return moveElsewhere(running, { ...outcome, queue, runs: 1 }, parts);
  if (outcome.priority !== undefined) await job.changePriority({ priority: outcome.priority });
  if (!outcome.error) return rerun(running, outcome);
  const written = running.store(outcome.data);
  if (!parts.inOrder) await written;
  written.catch(() => {});
  // The rule decides, here and now: attempts and pause are set in memory just before BullMQ reads
  // them. One round trip, and a rule that a deploy changed holds for jobs already stored.
  job.opts.attempts = job.attemptsMade + 2;
  job.opts.backoff = { type: 'fixed', delay: atLeastOne(outcome.delay) };
  throw throwable(outcome.error);
}

/** A retry without an error is no failure: BullMQ counts no attempt, so the data do. */
function rerun(running: RunningJob, { data, delay: pause }: Retried): Promise<never> {
  const counted = { ...data, executions: (data.executions ?? 0) + 1 };
  return delay(running, { kind: 'snoozed', delay: pause, data: counted });
}

/** Where it was and at once, or where and when its class has such jobs go on. */
async function interrupted(
  running: RunningJob,
  outcome: Interrupted,
  parts: ApplyParts,
): Promise<Marker> {
  const { data = running.data, delay: pause = 0, queue, priority } = outcome;
  if (queue !== undefined && queue !== running.queue)
    return moveElsewhere(running, { ...outcome, queue, delay: pause, data, runs: 0 }, parts);
  if (priority !== undefined) await running.job.changePriority({ priority });
  if (pause > 0) return delay(running, { kind: 'snoozed', delay: pause, data });
  await running.handBack(outcome.reason, outcome.data);
  throw new WaitingError();
}

async function delay(running: RunningJob, { delay: pause, data }: Snoozed): Promise<never> {
  const { job, token } = running;
  if (data) await running.store(data);
  await job.moveToDelayed(Date.now() + atLeastOne(pause), token);
  throw new DelayedError();
}

interface Move extends Pick<Retried, 'data' | 'delay' | 'priority'> {
  readonly queue: string;
  /** How many the present one counts for. */
  readonly runs: 0 | 1;
}

/** Stored there first, finished here second: a crash between the two runs it twice, never not at all. */
async function moveElsewhere(
  running: RunningJob,
  outcome: Move,
  { enqueue }: ApplyParts,
): Promise<Marker & { queue: string }> {
  const { job, id, name, attemptsMade } = running;
  const now = Date.now();
  const { queue } = outcome;
  const relation = relationOf(job);
  const moved: StoredJob = {
    id,
    name,
    queue,
    priority: outcome.priority ?? running.priority,
    enqueuedAt: now,
    scheduledAt: now + outcome.delay,
    data: {
      ...outcome.data,
      ...(await carriedBatch(job)),
      executions: (outcome.data.executions ?? 0) + attemptsMade + outcome.runs,
    },
  };
  await enqueue(moved, relation);
  // Who waited for this record waits for the other one now.
  if (relation) await release(job);
  // The record must not stay: a later rule may send the job back under the same id.
  job.opts.removeOnComplete = true;
  return { $drover: 'moved', queue };
}

/** A delay of 0 takes BullMQ's road without a fetch of the next job. */
function atLeastOne(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds));
}

const STEERING = new Set([
  'DelayedError',
  'WaitingError',
  'WaitingChildrenError',
  'UnrecoverableError',
]);

/** BullMQ steers by the names and one message of errors: a user's error must not steer it. */
function throwable(thrown: Error): Error {
  const error = toError(thrown);
  const message = sanitiseText(error.message);
  const stack = sanitiseText(error.stack ?? '');
  const harmless =
    message === error.message &&
    stack === (error.stack ?? '') &&
    !STEERING.has(error.name) &&
    message !== 'bullmq:rateLimitExceeded';
  if (harmless) return error;
  const copy = new Error(message === 'bullmq:rateLimitExceeded' ? 'rate limit exceeded' : message);
  copy.stack = stack;
  return copy;
}

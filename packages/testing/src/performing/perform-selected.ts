import { InvalidOptionsError, type Outcome } from '@drover/core';
import { toTest } from '../jobs/job-filter';
import { RecordedJob } from '../jobs/recorded-job';
import type { FakeQueues } from '../mode/fake-queues';
import type { EnqueuedJob } from '../store/fake-jobs';
import type { Selection } from '../store/job-runner';
import type { Run } from '../store/journal';
import type { PerformOptions, PerformReport } from './perform-options';

/**
 * Runs the chosen jobs of a fake.
 *
 * @param isMeant - which of those that wait may run at all
 * @throws InvalidOptionsError, EndlessDrainError
 * @throws the error of a job that failed for good; an AggregateError of several
 */
export async function performSelected(
  fake: FakeQueues,
  options: PerformOptions,
  isMeant: (job: EnqueuedJob) => boolean = () => true,
): Promise<PerformReport> {
  const runs = await fake.adapter.run(selectionOf(fake, options, isMeant));
  const failures = runs.flatMap(({ outcome }) =>
    outcome.kind === 'failed' ? [outcome.error] : [],
  );
  if ((options.onFailure ?? 'reject') === 'reject') throwAny(failures);
  return reportOf(runs);
}

function selectionOf(
  { app, clock }: FakeQueues,
  options: PerformOptions,
  isMeant: (job: EnqueuedJob) => boolean,
): Selection {
  const where = 'performEnqueuedJobs()';
  const test = toTest(where, options, ['at', 'limit', 'recursive', 'onFailure']);
  const { at, limit, recursive = false } = options;
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0))
    throw new InvalidOptionsError(`${where} limit`, 'a whole number', limit);
  const { serializer } = app;
  const asRecorded = (job: EnqueuedJob) =>
    new RecordedJob({ job, scheduledAt: job.scheduledAt, serializer, passed: undefined });
  return {
    accepts: (job) => isMeant(job) && test(asRecorded(job)),
    until: at === undefined ? undefined : timeOf(`${where} at`, at, clock.now()),
    limit,
    recursive,
  };
}

function timeOf(where: string, at: Date | number | 'now', now: number): number {
  const time = at === 'now' ? now : Number(at);
  if (Number.isFinite(time)) return time;
  throw new InvalidOptionsError(where, "a valid Date, milliseconds since the epoch, or 'now'", at);
}

function throwAny(failures: readonly Error[]): void {
  if (failures.length > 1) {
    const texts = failures.map(({ message }) => message).join('; ');
    throw new AggregateError(failures, `${failures.length} jobs failed: ${texts}`);
  }
  if (failures[0]) throw failures[0];
}

function reportOf(runs: readonly Run[]): PerformReport {
  const count = (kind: Outcome['kind']) =>
    runs.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    runs: runs.length,
    completed: count('completed'),
    retried: count('retried'),
    discarded: count('discarded'),
    failed: count('failed'),
    interrupted: count('interrupted'),
    snoozed: count('snoozed'),
    errors: runs.flatMap(({ outcome }) =>
      'error' in outcome && outcome.error ? [outcome.error] : [],
    ),
  };
}

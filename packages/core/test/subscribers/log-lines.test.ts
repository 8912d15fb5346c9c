import type { JobSummary } from '../../src/events/job-events';
import * as lines from '../../src/subscribers/log-lines';
import { stepEndedLine } from '../../src/subscribers/step-lines';

const job: JobSummary = {
  id: '42',
  name: 'HelloJob',
  adapter: 'redis',
  queue: 'low',
  priority: 0,
  args: ['Ada', { $date: '2026-03-17T08:00:00.000Z' }],
  executions: 2,
  enqueuedAt: Date.UTC(2026, 2, 17, 8),
  scheduledAt: undefined,
};
const error = new RangeError('too far');

class Unreachable extends Error {}

test.each([
  [
    'enqueued',
    lines.enqueuedLine({ job }),
    'Enqueued HelloJob (Job ID: 42) to redis(low) with arguments: "Ada", {"$date":"2026-03-17T08:00:00.000Z"}',
  ],
  [
    'enqueued for later',
    lines.enqueuedLine({ job: { ...job, args: [], scheduledAt: Date.UTC(2026, 2, 17, 9) } }),
    'Enqueued HelloJob (Job ID: 42) to redis(low) at 2026-03-17T09:00:00.000Z',
  ],
  [
    'refused by the store',
    lines.enqueuedLine({ job, error }),
    'Failed enqueuing HelloJob (Job ID: 42) to redis(low): RangeError (too far)',
  ],
  [
    'halted',
    lines.enqueuedLine({ job, halted: true }),
    'Failed enqueuing HelloJob (Job ID: 42) to redis(low), a before_enqueue callback or a middleware halted the enqueuing execution.',
  ],
  [
    'a duplicate',
    lines.enqueuedLine({ job, duplicateOf: '7' }),
    'Not enqueued HelloJob (Job ID: 42) to redis(low): a duplicate of 7',
  ],
  [
    'started',
    lines.startLine({ job: { ...job, args: [] } }),
    'Performing HelloJob (Job ID: 42) from redis(low) enqueued at 2026-03-17T08:00:00.000Z',
  ],
  [
    'started here and now',
    lines.startLine({ job: { ...job, args: [], enqueuedAt: undefined } }),
    'Performing HelloJob (Job ID: 42) from redis(low)',
  ],
  [
    'performed',
    lines.performedLine({ job, outcome: 'completed', duration: 12 }),
    'Performed HelloJob (Job ID: 42) from redis(low) in 12 ms',
  ],
  [
    'ended in a step',
    stepEndedLine({
      job,
      step: { name: 'a', cursor: 7 },
      duration: 12,
      error: new Unreachable('far'),
    }),
    "Error during step 'a' at cursor '7' for HelloJob (Job ID: 42) in 12 ms: Unreachable (far)",
  ],
  [
    'failed',
    lines.performedLine({ job, outcome: 'failed', duration: 12, error }),
    'Error performing HelloJob (Job ID: 42) from redis(low) in 12 ms: RangeError (too far)',
  ],
  [
    'retried',
    lines.retryLine({ job, wait: 3015.4, error }),
    'Retrying HelloJob (Job ID: 42) after 2 attempts in 3.015 seconds, due to a RangeError (too far).',
  ],
  [
    'retried without an error',
    lines.retryLine({ job, wait: 0 }),
    'Retrying HelloJob (Job ID: 42) after 2 attempts in 0 seconds.',
  ],
  [
    'blocked by a limit of concurrency',
    lines.blockedLine({ job, key: 'ImportJob/7' }),
    "Blocked HelloJob (Job ID: 42) by the limit 'ImportJob/7'; it waits for a slot.",
  ],
  [
    'blocked by a throttle',
    lines.blockedLine({ job, key: 'CallJob', wait: 1500 }),
    "Blocked HelloJob (Job ID: 42) by the limit 'CallJob'; it waits for its turn in 1.5 seconds.",
  ],
  [
    'snoozed',
    lines.snoozedLine({ job, wait: 600_000 }),
    'Snoozed HelloJob (Job ID: 42) for 600 seconds; no attempt is used.',
  ],
  [
    'given up',
    lines.stoppedLine({ job, error }),
    'Stopped retrying HelloJob (Job ID: 42) due to a RangeError (too far), which reoccurred on 2 attempts.',
  ],
  [
    'discarded',
    lines.discardedLine({ job, error }),
    'Discarded HelloJob (Job ID: 42) due to a RangeError (too far).',
  ],
])('a job that is %s has its line', (_what, line, expected) => {
  expect(line).toBe(expected);
});

test('a bulk enqueue counts per class, the most frequent first', () => {
  const jobs = [job, { ...job, name: 'LoggingJob' }, job];
  expect(lines.bulkLine({ jobs, errors: [], duplicates: [] }, 'redis')).toBe(
    'Enqueued 3 jobs to redis (2 HelloJob, 1 LoggingJob)',
  );
  expect(
    lines.bulkLine(
      { jobs: [job], errors: [error], duplicates: [{ job, duplicateOf: '1' }] },
      'redis',
    ),
  ).toBe(
    'Enqueued 1 job to redis (1 HelloJob). Failed enqueuing 1 job. Not enqueued 1 job, duplicates of others',
  );
  expect(lines.bulkLine({ jobs: [], errors: [error, error], duplicates: [] }, 'redis')).toBe(
    'Failed enqueuing 2 jobs to redis',
  );
});

test('arguments are left out when they are not to be logged, and cut when they are long', () => {
  expect(lines.enqueuedLine({ job: { ...job, args: undefined } })).not.toContain('Ada');
  const long = lines.enqueuedLine({ job: { ...job, args: ['x'.repeat(10_000)] } });
  expect(long.length).toBeLessThan(700);
  expect(long).toContain('(10002 characters)');
});

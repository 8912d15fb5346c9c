import { figuresOf, percentile, perMinute, type Run } from '../src/figures/figures';

const run = (overrides: Partial<Run> = {}): Run => ({
  ...{ name: 'MailJob', queue: 'mails', outcome: 'completed' },
  ...{ dueAt: 0, startedAt: 10, finishedAt: 30 },
  ...overrides,
});

test('percentile is the smallest value that so large a part does not exceed', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(values, 0.5), percentile(values, 0.95)]).toEqual([50, 95]);
  expect([percentile([7], 0.95), percentile([], 0.5)]).toEqual([7, undefined]);
});

test('figures are per class and queue, the most frequent first', () => {
  const runs = [
    run({ name: 'ReportJob', queue: 'reports', dueAt: undefined }),
    run(),
    run({ outcome: 'failed', finishedAt: 110 }),
    run({ outcome: 'discarded', dueAt: 20 }),
  ];
  expect(figuresOf(runs, 3_600_100)).toEqual([
    {
      ...{ name: 'MailJob', queue: 'mails', completed: 1, discarded: 1, failed: 1 },
      lastHour: 1,
      ...{ runP50: 20, runP95: 100, waitP50: 10, waitP95: 10 },
    },
    expect.objectContaining({ name: 'ReportJob', completed: 1, waitP50: undefined }),
  ]);
});

test('minutes are counted back from now, and what is older is left out', () => {
  const minute = 60_000;
  const now = 10 * minute;
  const runs = [
    run({ finishedAt: now - 1 }),
    run({ finishedAt: now - minute - 1, outcome: 'failed' }),
    run({ finishedAt: now - minute, outcome: 'discarded' }),
    run({ finishedAt: 0 }),
  ];
  expect(perMinute(runs, now, 3)).toEqual([
    { done: 0, failed: 0 },
    { done: 1, failed: 1 },
    { done: 1, failed: 0 },
  ]);
});

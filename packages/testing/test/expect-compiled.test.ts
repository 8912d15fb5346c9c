import { Job, QueueAs, QueueWithPriority, RetryOn, Unique } from '@drover/core';
import { expectCompiled, ExpectationError, expectNothingEnqueued, fakeQueues } from '../src/index';

@QueueAs('reports')
@QueueWithPriority(5)
@RetryOn(Error, { attempts: 4 })
@Unique('1 hour')
class ReportJob extends Job {
  perform(_month: string): void {}
}

beforeEach(() => void fakeQueues({ now: 0 }));

test('shows what BullMQ is told, and enqueues nothing', () => {
  expect(expectCompiled(ReportJob, '2026-01').compiled).toMatchObject({
    name: 'ReportJob',
    queue: 'reports',
    options: { attempts: 4, priority: 5, deduplication: { expiresAt: 3_600_000 } },
  });
  expectNothingEnqueued();
});

test('compares it', () => {
  const { compiled } = expectCompiled(ReportJob, '2026-01');
  expectCompiled(ReportJob, '2026-01').toEqual(compiled);
  expect(() => expectCompiled(ReportJob, '2026-02').toEqual(compiled)).toThrow(ExpectationError);
});

import { Debounce, InvalidOptionsError, Job, Unique } from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

@Unique('1 hour')
class ReportJob extends Job {
  perform(_accountId: number) {}
}

class QuarterlyReportJob extends ReportJob {}

@Unique({ lock: 'untilExecuting', onConflict: 'raise', by: [0, '1.id'] })
class SyncJob extends ReportJob {}

test('a duration alone is the time of a lock until the job ends', () => {
  expect(optionsOf(ReportJob).unique).toEqual({
    lock: 'untilExecuted',
    ttl: 3_600_000,
    onConflict: { enqueue: 'reject', perform: 'reschedule' },
    by: undefined,
    limit: 1,
    acrossQueues: false,
    debounce: undefined,
  });
});

test('a subclass inherits the lock of its parent, or has its own', () => {
  expect(optionsOf(QuarterlyReportJob).unique).toBe(optionsOf(ReportJob).unique);
  expect(optionsOf(SyncJob).unique).toMatchObject({ lock: 'untilExecuting', ttl: undefined });
});

test('one word says what becomes of an enqueue, or of a run where only runs have a lock', () => {
  @Unique({ lock: 'whileExecuting', onConflict: 'log' })
  class RunJob extends ReportJob {}
  @Unique({ lock: 'untilAndWhileExecuting', onConflict: 'log' })
  class BothJob extends ReportJob {}
  expect(optionsOf(RunJob).unique?.onConflict).toEqual({ enqueue: 'reject', perform: 'log' });
  expect(optionsOf(BothJob).unique?.onConflict).toEqual({ enqueue: 'log', perform: 'reschedule' });
});

test.each<[object | string | number, string]>([
  ['soon', "@Unique ttl: expected milliseconds as a number, or a text such as '30 seconds'"],
  [0, 'at least 1 ms, got 0'],
  [{ ttl: -1 }, 'at least 1 ms, got -1'],
  [{ lock: 'untilDone' }, "@Unique lock: expected 'untilExecuting', 'untilExecuted'"],
  [{ lock: 'untilExpired' }, "@Unique lock 'untilExpired': expected a ttl beside it"],
  [{ onConflict: 'ignore' }, "@Unique onConflict: expected 'reject'"],
  [
    { onConflict: { enque: 'log' } },
    '@Unique onConflict: expected only the options enqueue, perform',
  ],
  [{ onConflict: { perform: 'replace' } }, "@Unique onConflict of a run: expected 'reject', 'log'"],
  [{ lock: 'whileExecuting', onConflict: 'replace' }, 'onConflict of a run'],
  [
    { tll: '1 hour' },
    '@Unique: expected only the options lock, ttl, onConflict, by, limit, acrossQueues, got "tll"',
  ],
  [{ by: {} }, '@Unique by: expected a function of the arguments, a position (0), a path'],
  [{ by: [] }, 'or a list of them, got []'],
  [{ by: [0, 'account.id'] }, "got [ 0, 'account.id' ]"],
  [{ by: -1 }, 'got -1'],
  [{ acrossQueues: 'yes' }, '@Unique acrossQueues: expected true or false'],
  [{ acrossQueues: true, limit: 2 }, '@Unique acrossQueues: expected no limit beside it'],
  [
    { acrossQueues: true, onConflict: 'replace' },
    "expected 'reject', 'log' or 'raise' at the enqueue",
  ],
  [{ limit: 0 }, '@Unique limit: expected a whole number from 1 to 100, got 0'],
])('%j is refused when the class loads', (options, message) => {
  const declareIt = () => Unique(options as never);
  expect(declareIt).toThrow(InvalidOptionsError);
  expect(declareIt).toThrow(message);
});

@Debounce('5 minutes', { by: 0, maxWait: '1 hour' })
class IndexJob extends ReportJob {}

test('@Debounce is a lock until the run starts, whose job is replaced', () => {
  expect(optionsOf(IndexJob).unique).toEqual({
    lock: 'untilExecuting',
    ttl: undefined,
    onConflict: { enqueue: 'replace', perform: 'reschedule' },
    by: 0,
    limit: 1,
    acrossQueues: false,
    debounce: { wait: 300_000, maxWait: 3_600_000 },
  });
});

test.each<[unknown, object, string]>([
  ['soon', {}, '@Debounce: expected milliseconds as a number'],
  [0, {}, 'at least 1 ms, got 0'],
  [
    '5 minutes',
    { maxWait: '4 minutes' },
    '@Debounce maxWait: expected at least the wait of 5 minutes',
  ],
  ['5 minutes', { ttl: 1 }, '@Debounce: expected only the options by, maxWait, got "ttl"'],
  ['5 minutes', { by: '' }, '@Debounce by: expected a function'],
])('@Debounce(%j, %j) is refused when the class loads', (wait, options, message) => {
  expect(() => Debounce(wait as never, options)).toThrow(message);
});

test('a class has one of them', () => {
  @Unique('1 hour')
  @Debounce('5 minutes')
  class TornJob extends ReportJob {}
  expect(() => optionsOf(TornJob)).toThrow('TornJob: expected one @Unique or one @Debounce');
});

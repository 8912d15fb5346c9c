import {
  drain,
  expectEnqueued,
  ExpectationError,
  expectNotEnqueued,
  expectNothingEnqueued,
  expectPerformed,
  fakeQueues,
} from '../src/index';
import { FlakyJob, GreetJob, jobs, LateJob, ReportJob } from './jobs';

const MIDNIGHT = new Date('2026-01-01T00:00:00Z');
const AT_ONE = new Date('2026-01-01T01:00:00Z');

beforeEach(() => void fakeQueues({ jobs, now: MIDNIGHT }));

/** What the code under test does. */
const reports = (id = '42', ...rest: [{ readonly rows: number[] }?]) =>
  ReportJob.performLater(id, ...(rest.length > 0 ? rest : [{ rows: [1, 2] }]));

const MUTATIONS: readonly (readonly [string, () => Promise<unknown>, () => unknown])[] = [
  ['no job at all', async () => {}, () => expectEnqueued(ReportJob)],
  ['another class', () => GreetJob.performLater('Ada'), () => expectEnqueued(ReportJob)],
  [
    'the order of the arguments',
    () => ReportJob.performLater({ rows: [1, 2] } as never, '42' as never),
    () => expectEnqueued(ReportJob).with('42', { rows: [1, 2] }),
  ],
  [
    'deep in an argument',
    () => reports('42', { rows: [1, 3] }),
    () => expectEnqueued(ReportJob).with('42', { rows: [1, 2] }),
  ],
  [
    'an argument less',
    () => ReportJob.performLater('42'),
    () => expectEnqueued(ReportJob).with('42', { rows: [1, 2] }),
  ],
  ['an argument more', () => reports(), () => expectEnqueued(ReportJob).with('42')],
  [
    'an argument of another type',
    () => ReportJob.performLater(42 as never),
    () => expectEnqueued(ReportJob).with('42'),
  ],
  [
    'what a matcher refuses',
    () => reports('42', { rows: [] }),
    () => expectEnqueued(ReportJob).with('42', expect.objectContaining({ rows: [1, 2] })),
  ],
  [
    'what a predicate refuses',
    () => ReportJob.performLater('41'),
    () => expectEnqueued(ReportJob).with((id) => id === '42'),
  ],
  [
    'the wrong queue',
    () => reports(),
    () =>
      expectEnqueued(ReportJob)
        .with('42', { rows: [1, 2] })
        .onQueue('low'),
  ],
  [
    'a second over the delta too late',
    () => ReportJob.set({ waitUntil: new Date(AT_ONE.getTime() + 2000) }).performLater('42'),
    () => expectEnqueued(ReportJob).at(AT_ONE),
  ],
  [
    'a second over the delta too early',
    () => ReportJob.set({ wait: '58 seconds' }).performLater('42'),
    () => expectEnqueued(ReportJob).in('1 minute'),
  ],
  [
    'a millisecond, where none is allowed',
    () => ReportJob.set({ wait: 60_001 }).performLater('42'),
    () => expectEnqueued(ReportJob).in('1 minute', { delta: 0 }),
  ],
  ['no delay', () => reports(), () => expectEnqueued(ReportJob).at(AT_ONE)],
  [
    'a delay',
    () => ReportJob.set({ wait: '1 minute' }).performLater('42'),
    () => expectEnqueued(ReportJob).immediately(),
  ],
  [
    'another priority',
    () => ReportJob.set({ priority: 2 }).performLater('42'),
    () => expectEnqueued(ReportJob).withPriority(3),
  ],
  [
    'one too many',
    async () => [await reports(), await reports()],
    () => expectEnqueued(ReportJob).once(),
  ],
  ['one too few', () => reports(), () => expectEnqueued(ReportJob).twice()],
  ['fewer than at least', () => reports(), () => expectEnqueued(ReportJob).atLeast(2)],
  [
    'more than at most',
    async () => [await reports(), await reports()],
    () => expectEnqueued(ReportJob).atMost(1),
  ],
  ['one that must not be', () => reports(), () => expectNotEnqueued(ReportJob)],
  [
    'one that must not be like that',
    () => reports(),
    () => expectNotEnqueued(ReportJob, { with: ['42', expect.anything()], queue: 'default' }),
  ],
  [
    'one on a queue that it must not be on',
    () => reports(),
    () => expectEnqueued(ReportJob).not.onQueue('default'),
  ],
  [
    'anything, where nothing may be',
    async () => [await reports(), await LateJob.performLater('Bob')],
    () => expectNothingEnqueued(),
  ],
  [
    'discarded instead of completed',
    () => FlakyJob.performLater('hopeless').then(() => drain()),
    () => expectPerformed(FlakyJob).thatEnded('completed'),
  ],
  [
    'discarded instead of retried',
    () => FlakyJob.performLater('hopeless').then(() => drain()),
    () => expectPerformed(FlakyJob).times(3),
  ],
  ['not performed yet', () => reports(), () => expectPerformed(ReportJob)],
];

test.each(MUTATIONS)('%s turns the expectation red', async (_fault, act, assert) => {
  await act();
  expect(assert).toThrow(ExpectationError);
  expect(textOf(assert)).toMatchSnapshot();
});

test('the same expectations are green where nothing is wrong', async () => {
  await ReportJob.set({ wait: '1 hour', priority: 3, queue: 'low' }).performLater('42', {
    rows: [1, 2],
  });
  expectEnqueued(ReportJob)
    .with('42', { rows: [1, 2] })
    .with('42', expect.objectContaining({ rows: [1, 2] }))
    .with((id, { rows } = {}) => id === '42' && rows?.length === 2)
    .onQueue('low')
    .at(AT_ONE)
    .in('1 hour', { delta: 0 })
    .withPriority(3)
    .not.onQueue('default')
    .once()
    .atLeast(1)
    .atMost(1);
  expectNotEnqueued(ReportJob, { with: ['43'] });
  expectNotEnqueued(GreetJob);
});

function textOf(assert: () => unknown): string {
  try {
    assert();
    return 'nothing was thrown';
  } catch (error) {
    return `\n${(error as Error).message}\n`;
  }
}

import { performEnqueuedJobs, type FakeQueues, type PerformOptions } from '@drover/testing';
import type { Case } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { JobBuffer } from '../../zoo/job-buffer';
import { NestedJob } from '../../zoo/logging-jobs';
import { FailingJob, TwiceJob } from '../../zoo/testing-jobs';
import { all, hello, kit, logging, thrownBy } from './kit';

const HOUR = 3_600_000;
const low = () => hello('low');
const later = () => HelloJob.set({ wait: '1 hour' }).performLater('later');
const overdue = (queues: FakeQueues) => async () => {
  await HelloJob.set({ wait: '1 minute' }).performLater('overdue');
  queues.clock.advance(HOUR);
};
const names = (queues: FakeQueues) => queues.jobs.performed().map(({ name }) => name);

interface Performed {
  readonly act: (queues: FakeQueues) => () => Promise<unknown>;
  readonly options?: PerformOptions;
  readonly ran: readonly string[];
}

/** These run, of what the block enqueues. */
function ofBlock(id: string, behaviour: string, { act, options = {}, ran }: Performed): Case {
  return kit(id, behaviour, async (queues) => {
    await performEnqueuedJobs(options, act(queues));
    expect(names(queues)).toEqual(ran);
  });
}

/** These run, of what waits. */
function ofWaiting(id: string, behaviour: string, { act, options, ran }: Performed): Case {
  return kit(id, behaviour, async (queues) => {
    await act(queues)();
    await performEnqueuedJobs(options);
    expect(names(queues)).toEqual(ran);
  });
}

/** The options hold for one call: the next runs what they left. */
function forOneCall(id: string, behaviour: string, options: PerformOptions, block: boolean): Case {
  return kit(id, behaviour, async (queues) => {
    const act = all(hello, () => logging('low'));
    if (!block) await act();
    await (block ? performEnqueuedJobs(options, act) : performEnqueuedJobs(options));
    expect(names(queues)).toHaveLength(1);
    await performEnqueuedJobs();
    expect(names(queues)).toHaveLength(2);
  });
}

const both = () => all(hello, logging);
const mixed = () => all(hello, low, () => logging('low'));

/** TH: running what is enqueued. */
export const performing: readonly Case[] = [
  forOneCall(
    'TH-078',
    'Perform: only holds inside the block and not after it',
    { only: HelloJob },
    true,
  ),
  forOneCall(
    'TH-079',
    'Perform: only without a block leaves no filter behind',
    { only: HelloJob },
    false,
  ),
  forOneCall('TH-080', 'Perform: except holds inside the block only', { except: HelloJob }, true),
  forOneCall('TH-082', 'Perform: queue holds inside the block only', { queue: 'low' }, true),
  forOneCall(
    'TH-083',
    'Perform: queue without a block leaves no filter behind',
    { queue: 'low' },
    false,
  ),
  ofBlock(
    'TH-084',
    'Perform: the block form runs what the block enqueues (twist: they run when the block has ended, not at each enqueue)',
    { act: both, ran: ['HelloJob', 'LoggingJob'] },
  ),
  ofWaiting('TH-085', 'Perform: the form without a block runs what waits', {
    act: both,
    ran: ['HelloJob', 'LoggingJob'],
  }),
  ofBlock('TH-086', 'Perform: only, with a block', {
    act: both,
    options: { only: HelloJob },
    ran: ['HelloJob'],
  }),
  ofWaiting('TH-087', 'Perform: only, without a block', {
    act: both,
    options: { only: HelloJob },
    ran: ['HelloJob'],
  }),
  ofBlock('TH-088', 'Perform: except, with a block', {
    act: both,
    options: { except: HelloJob },
    ran: ['LoggingJob'],
  }),
  ofWaiting('TH-089', 'Perform: except, without a block', {
    act: both,
    options: { except: HelloJob },
    ran: ['LoggingJob'],
  }),
  ofBlock('TH-090', 'Perform: queue, with a block', {
    act: () => all(logging, low),
    options: { queue: 'low' },
    ran: ['HelloJob'],
  }),
  ofWaiting('TH-091', 'Perform: queue, without a block', {
    act: () => all(logging, low),
    options: { queue: 'low' },
    ran: ['HelloJob'],
  }),
  ofWaiting('TH-093', 'Perform: only and queue', {
    act: mixed,
    options: { only: HelloJob, queue: 'low' },
    ran: ['HelloJob'],
  }),
  ofBlock('TH-094', 'Perform: except and queue, with a block', {
    act: mixed,
    options: { except: HelloJob, queue: 'low' },
    ran: ['LoggingJob'],
  }),
  ofWaiting('TH-095', 'Perform: except and queue, without a block', {
    act: mixed,
    options: { except: HelloJob, queue: 'low' },
    ran: ['LoggingJob'],
  }),
  ofWaiting('TH-096', 'Perform: at now, unscheduled jobs run', {
    act: () => hello,
    options: { at: 'now' },
    ran: ['HelloJob'],
  }),
  ofWaiting('TH-097', 'Perform: at now, overdue jobs run', {
    act: overdue,
    options: { at: new Date(HOUR) },
    ran: ['HelloJob'],
  }),
  ofBlock('TH-099', 'Perform: at now with a block, unscheduled jobs run', {
    act: () => hello,
    options: { at: 'now' },
    ran: ['HelloJob'],
  }),
  ofBlock('TH-100', 'Perform: at now with a block, overdue jobs run', {
    act: overdue,
    options: { at: 'now' },
    ran: ['HelloJob'],
  }),
  ofBlock('TH-101', 'Perform: at now with a block, later jobs wait', {
    act: () => later,
    options: { at: 'now' },
    ran: [],
  }),
  kit(
    'TH-102',
    'Perform: a job that throws counts as performed, and the test gets the error',
    async (queues) => {
      await FailingJob.performLater();
      expect(await thrownBy(() => performEnqueuedJobs())).toEqual(new Error('no use'));
      expect(names(queues)).toEqual(['FailingJob']);
      expect(queues.adapter.enqueued).toEqual([]);
    },
  ),
  kit('TH-103', 'Perform: a retry waits for the next call', async (queues) => {
    await TwiceJob.performLater();
    await performEnqueuedJobs();
    expect([names(queues).length, queues.adapter.enqueued.length]).toEqual([1, 1]);
  }),
  kit(
    'TH-105',
    'Perform: jobs that performed jobs enqueue are counted, and wait',
    async (queues) => {
      await NestedJob.performLater();
      await performEnqueuedJobs();
      expect(queues.jobs.enqueued().map(({ name }) => name)).toEqual(['NestedJob', 'LoggingJob']);
      expect(queues.adapter.enqueued.map(({ name }) => name)).toEqual(['LoggingJob']);
    },
  ),
  kit('TH-106', 'Perform: called twice, a job runs once', async () => {
    await hello();
    await performEnqueuedJobs();
    await performEnqueuedJobs();
    expect(JobBuffer.lines).toEqual(['Jamie says hello']);
  }),
];

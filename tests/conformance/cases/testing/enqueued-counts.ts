import type { JobFilter } from '@drover/testing';
import type { Case } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { LoggingJob, NestedJob } from '../../zoo/logging-jobs';
import { all, enqueuedInBlock, hello, logging, REFUSED } from './kit';

const BOTH = { only: HelloJob, except: LoggingJob } as unknown as JobFilter;
const BOTH_LISTS = { only: [HelloJob], except: [LoggingJob] } as unknown as JobFilter;

/** TH: how many jobs a block enqueues. */
export const enqueuedCounts: readonly Case[] = [
  enqueuedInBlock('TH-007', 'Enqueued: too few fails with both numbers', {
    act: hello,
    times: 2,
    fails: 'expected exactly 2 to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-008', 'Enqueued: too many fails with both numbers', {
    act: all(hello, hello),
    times: 1,
    fails: 'expected exactly 1 to be enqueued, but 2 were',
  }),
  enqueuedInBlock('TH-010', 'Enqueued: only counts one class', {
    act: all(hello, logging),
    filter: { only: HelloJob },
    times: 1,
  }),
  enqueuedInBlock('TH-011', 'Enqueued: only takes a predicate', {
    act: all(hello, logging),
    filter: { only: ({ name }) => name === 'HelloJob' },
    times: 1,
  }),
  enqueuedInBlock('TH-013', 'Enqueued: except takes a predicate', {
    act: all(hello, logging),
    filter: { except: ({ name }) => name === 'HelloJob' },
    times: 1,
  }),
  enqueuedInBlock('TH-014', 'Enqueued: only and except together are refused', {
    act: all(hello, logging),
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-016', 'Enqueued: except and queue must both match', {
    act: all(
      () => hello('low'),
      () => logging('low'),
      logging,
    ),
    filter: { except: HelloJob, queue: 'low' },
    times: 1,
  }),
  enqueuedInBlock('TH-017', 'Enqueued: only, except and queue together are refused', {
    act: all(hello, logging),
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-018', 'Enqueued: queue counts over all classes', {
    act: all(
      () => hello('low'),
      () => logging('low'),
      hello,
    ),
    filter: { queue: 'low' },
    times: 2,
  }),
  enqueuedInBlock('TH-020', 'Enqueued: only, none of the class', {
    act: logging,
    filter: { only: HelloJob },
    times: 1,
    fails: 'expected one to be enqueued, but none was',
  }),
  enqueuedInBlock('TH-023', 'Enqueued: only, too few', {
    act: all(hello, logging),
    filter: { only: HelloJob },
    times: 5,
    fails: 'expected exactly 5 to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-024', 'Enqueued: except, too few', {
    act: all(hello, logging),
    filter: { except: HelloJob },
    times: 5,
    fails: 'expected exactly 5 to be enqueued, but 1 was',
  }),
  enqueuedInBlock(
    'TH-025',
    'Enqueued: only and except are refused before they are counted, too few',
    { act: all(hello, logging), filter: BOTH, times: 5, fails: REFUSED },
  ),
  enqueuedInBlock('TH-026', 'Enqueued: only, too many', {
    act: all(hello, hello, logging),
    filter: { only: HelloJob },
    times: 1,
    fails: 'expected exactly 1 to be enqueued, but 2 were',
  }),
  enqueuedInBlock('TH-027', 'Enqueued: except, too many', {
    act: all(hello, logging, logging),
    filter: { except: HelloJob },
    times: 1,
    fails: 'expected exactly 1 to be enqueued, but 2 were',
  }),
  enqueuedInBlock(
    'TH-028',
    'Enqueued: only and except are refused before they are counted, too many',
    { act: all(hello, logging), filter: BOTH, times: 1, fails: REFUSED },
  ),
  enqueuedInBlock('TH-029', 'Enqueued: only takes a list of classes', {
    act: all(hello, logging, () => NestedJob.performLater()),
    filter: { only: [HelloJob, LoggingJob] },
    times: 2,
  }),
  enqueuedInBlock('TH-030', 'Enqueued: except takes a list of classes', {
    act: all(hello, logging, () => NestedJob.performLater()),
    filter: { except: [HelloJob, LoggingJob] },
    times: 1,
  }),
  enqueuedInBlock('TH-031', 'Enqueued: two lists together are refused', {
    act: all(hello, logging),
    filter: BOTH_LISTS,
    times: 1,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-032', 'Enqueued, none: only lets other classes pass', {
    act: logging,
    filter: { only: HelloJob },
    times: 0,
  }),
  enqueuedInBlock('TH-033', 'Enqueued, none: except lets its class pass', {
    act: hello,
    filter: { except: HelloJob },
    times: 0,
  }),
  enqueuedInBlock('TH-034', 'Enqueued, none: only and except are refused', {
    act: hello,
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-035', 'Enqueued, none: only fails on its class', {
    act: hello,
    filter: { only: HelloJob },
    times: 0,
    fails: 'expected none to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-036', 'Enqueued, none: except fails on another class', {
    act: logging,
    filter: { except: HelloJob },
    times: 0,
    fails: 'expected none to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-037', 'Enqueued, none: only and except are refused where they would fail', {
    act: all(hello, logging),
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-038', 'Enqueued, none: only with a list', {
    act: logging,
    filter: { only: [HelloJob, NestedJob] },
    times: 0,
  }),
  enqueuedInBlock('TH-039', 'Enqueued, none: except with a list', {
    act: all(hello, logging),
    filter: { except: [HelloJob, LoggingJob] },
    times: 0,
  }),
  enqueuedInBlock('TH-040', 'Enqueued, none: two lists are refused', {
    act: all(hello, logging),
    filter: BOTH_LISTS,
    times: 0,
    fails: REFUSED,
  }),
  enqueuedInBlock('TH-041', 'Enqueued, none: queue lets other queues pass', {
    act: hello,
    filter: { queue: 'low' },
    times: 0,
  }),
  enqueuedInBlock('TH-042', 'Enqueued, none: queue fails on its queue', {
    act: () => hello('low'),
    filter: { queue: 'low' },
    times: 0,
    fails: 'expected none to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-043', 'Enqueued, none: only and queue pass when no job matches both', {
    act: all(hello, () => logging('low')),
    filter: { only: HelloJob, queue: 'low' },
    times: 0,
  }),
  enqueuedInBlock('TH-044', 'Enqueued, none: only and queue fail when a job matches both', {
    act: () => hello('low'),
    filter: { only: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-045', 'Enqueued, none: except and queue pass', {
    act: all(logging, () => hello('low')),
    filter: { except: HelloJob, queue: 'low' },
    times: 0,
  }),
  enqueuedInBlock('TH-046', 'Enqueued, none: except and queue fail', {
    act: () => logging('low'),
    filter: { except: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be enqueued, but 1 was',
  }),
  enqueuedInBlock('TH-047', 'Enqueued, none: only, except and queue are refused', {
    act: hello,
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
];

import type { JobFilter } from '@drover/testing';
import type { Case } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { LoggingJob } from '../../zoo/logging-jobs';
import { all, hello, logging, nothing, performedBefore, performedInBlock, REFUSED } from './kit';

const BOTH = { only: HelloJob, except: LoggingJob } as unknown as JobFilter;
const BOTH_LISTS = { only: [HelloJob], except: [LoggingJob] } as unknown as JobFilter;

/** TH: how many runs there were, or come of a block. */
export const performedCounts: readonly Case[] = [
  performedBefore('TH-111', 'Performed: none, on a clean adapter', { act: nothing, times: 0 }),
  performedInBlock('TH-112', 'Performed: none, in an empty block', { act: nothing, times: 0 }),
  performedInBlock('TH-113', 'Performed: too few', {
    act: hello,
    times: 2,
    fails: 'expected exactly 2 to be performed, but 1 was',
  }),
  performedInBlock('TH-114', 'Performed: too many', {
    act: all(hello, hello),
    times: 1,
    fails: 'expected exactly 1 to be performed, but 2 were',
  }),
  performedInBlock('TH-115', 'Performed: none fails with the number', {
    act: hello,
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-116', 'Performed: only a class', {
    act: all(hello, logging),
    filter: { only: HelloJob },
    times: 1,
  }),
  performedInBlock(
    'TH-117',
    'Performed: only by a predicate (twist: a predicate gets one shape everywhere, the record)',
    { act: all(hello, logging), filter: { only: ({ name }) => name === 'HelloJob' }, times: 1 },
  ),
  performedBefore('TH-118', 'Performed: only a class, without a block', {
    act: all(hello, logging),
    filter: { only: HelloJob },
    times: 1,
  }),
  performedBefore('TH-119', 'Performed: only by a predicate, without a block', {
    act: all(hello, logging),
    filter: { only: ({ name }) => name === 'HelloJob' },
    times: 1,
  }),
  performedBefore('TH-120', 'Performed: only fails without a block', {
    act: logging,
    filter: { only: HelloJob },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-121', 'Performed: except a class', {
    act: all(hello, logging),
    filter: { except: HelloJob },
    times: 1,
  }),
  performedInBlock('TH-122', 'Performed: except by a predicate', {
    act: all(hello, logging),
    filter: { except: ({ name }) => name === 'HelloJob' },
    times: 1,
  }),
  performedBefore('TH-123', 'Performed: except a class, without a block', {
    act: all(hello, logging),
    filter: { except: HelloJob },
    times: 1,
  }),
  performedBefore('TH-124', 'Performed: except by a predicate, without a block', {
    act: all(hello, logging),
    filter: { except: ({ name }) => name === 'HelloJob' },
    times: 1,
  }),
  performedBefore('TH-125', 'Performed: except fails without a block', {
    act: hello,
    filter: { except: HelloJob },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-126', 'Performed: only and except are refused', {
    act: all(hello, logging),
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  performedBefore('TH-127', 'Performed: only and except are refused without a block', {
    act: all(hello, logging),
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  performedInBlock('TH-128', 'Performed: only a list', {
    act: all(hello, logging),
    filter: { only: [HelloJob, LoggingJob] },
    times: 2,
  }),
  performedInBlock('TH-130', 'Performed: two lists are refused', {
    act: all(hello, logging),
    filter: BOTH_LISTS,
    times: 1,
    fails: REFUSED,
  }),
  performedInBlock('TH-131', 'Performed: only, none of the class', {
    act: logging,
    filter: { only: HelloJob },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-132', 'Performed: except, none left', {
    act: hello,
    filter: { except: HelloJob },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-133', 'Performed: only and except are refused, none sent', {
    act: nothing,
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  performedInBlock('TH-134', 'Performed: only, too few', {
    act: all(hello, logging),
    filter: { only: HelloJob },
    times: 5,
    fails: 'expected exactly 5 to be performed, but 1 was',
  }),
  performedInBlock('TH-135', 'Performed: except, too few', {
    act: all(hello, logging),
    filter: { except: HelloJob },
    times: 5,
    fails: 'expected exactly 5 to be performed, but 1 was',
  }),
  performedInBlock('TH-137', 'Performed: only, too many', {
    act: all(hello, hello, logging),
    filter: { only: HelloJob },
    times: 1,
    fails: 'expected exactly 1 to be performed, but 2 were',
  }),
  performedInBlock('TH-138', 'Performed: except, too many', {
    act: all(hello, logging, logging),
    filter: { except: HelloJob },
    times: 1,
    fails: 'expected exactly 1 to be performed, but 2 were',
  }),
  performedInBlock('TH-139', 'Performed: only and except are refused, too many', {
    act: all(hello, logging),
    filter: BOTH,
    times: 1,
    fails: REFUSED,
  }),
  performedInBlock('TH-140', 'Performed: one queue', {
    act: all(hello, () => hello('low')),
    filter: { queue: 'low' },
    times: 1,
  }),
  performedBefore('TH-142', 'Performed: one queue, without a block', {
    act: all(hello, () => hello('low')),
    filter: { queue: 'low' },
    times: 1,
  }),
  performedBefore('TH-143', 'Performed: one queue fails without a block', {
    act: hello,
    filter: { queue: 'low' },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-144', 'Performed: only and queue', {
    act: all(
      hello,
      () => hello('low'),
      () => logging('low'),
    ),
    filter: { only: HelloJob, queue: 'low' },
    times: 1,
  }),
  performedInBlock('TH-145', 'Performed: only and queue fail', {
    act: all(hello, logging),
    filter: { only: HelloJob, queue: 'low' },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedBefore('TH-146', 'Performed: only and queue, without a block', {
    act: all(
      hello,
      () => hello('low'),
      () => logging('low'),
    ),
    filter: { only: HelloJob, queue: 'low' },
    times: 1,
  }),
  performedBefore('TH-147', 'Performed: only and queue fail without a block', {
    act: all(hello, logging),
    filter: { only: HelloJob, queue: 'low' },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedInBlock('TH-148', 'Performed: except and queue', {
    act: all(
      hello,
      () => hello('low'),
      () => logging('low'),
    ),
    filter: { except: HelloJob, queue: 'low' },
    times: 1,
  }),
  performedInBlock('TH-149', 'Performed: except and queue fail', {
    act: all(hello, logging),
    filter: { except: HelloJob, queue: 'low' },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
  performedBefore('TH-150', 'Performed: except and queue, without a block', {
    act: all(
      hello,
      () => hello('low'),
      () => logging('low'),
    ),
    filter: { except: HelloJob, queue: 'low' },
    times: 1,
  }),
  performedBefore('TH-151', 'Performed: except and queue fail without a block', {
    act: all(hello, logging),
    filter: { except: HelloJob, queue: 'low' },
    times: 1,
    fails: 'expected one to be performed, but none was',
  }),
];

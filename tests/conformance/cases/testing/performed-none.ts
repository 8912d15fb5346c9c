import type { JobFilter } from '@drover/testing';
import type { Case } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { LoggingJob, NestedJob } from '../../zoo/logging-jobs';
import { all, hello, logging, performedBefore, performedInBlock, REFUSED } from './kit';

const BOTH = { only: HelloJob, except: LoggingJob } as unknown as JobFilter;

/** TH: that no such job ran. */
export const performedNone: readonly Case[] = [
  performedInBlock('TH-152', 'Performed, none: only passes', {
    act: logging,
    filter: { only: HelloJob },
    times: 0,
  }),
  performedBefore('TH-153', 'Performed, none: only passes without a block', {
    act: logging,
    filter: { only: HelloJob },
    times: 0,
  }),
  performedBefore('TH-154', 'Performed, none: only fails without a block', {
    act: hello,
    filter: { only: HelloJob },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-155', 'Performed, none: except passes', {
    act: hello,
    filter: { except: HelloJob },
    times: 0,
  }),
  performedBefore('TH-156', 'Performed, none: except passes without a block', {
    act: hello,
    filter: { except: HelloJob },
    times: 0,
  }),
  performedBefore('TH-157', 'Performed, none: except fails without a block', {
    act: logging,
    filter: { except: HelloJob },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-158', 'Performed, none: only and except are refused', {
    act: hello,
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
  performedBefore('TH-159', 'Performed, none: only and except are refused without a block', {
    act: hello,
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
  performedInBlock('TH-160', 'Performed, none: only a list', {
    act: logging,
    filter: { only: [HelloJob, NestedJob] },
    times: 0,
  }),
  performedInBlock('TH-163', 'Performed, none: only fails', {
    act: hello,
    filter: { only: HelloJob },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-165', 'Performed, none: only and except are refused where they would fail', {
    act: all(hello, logging),
    filter: BOTH,
    times: 0,
    fails: REFUSED,
  }),
  performedInBlock('TH-166', 'Performed, none: queue passes', {
    act: hello,
    filter: { queue: 'low' },
    times: 0,
  }),
  performedBefore('TH-168', 'Performed, none: queue passes without a block', {
    act: hello,
    filter: { queue: 'low' },
    times: 0,
  }),
  performedBefore('TH-169', 'Performed, none: queue fails without a block', {
    act: () => hello('low'),
    filter: { queue: 'low' },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-171', 'Performed, none: only and queue fail', {
    act: () => hello('low'),
    filter: { only: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedBefore('TH-172', 'Performed, none: only and queue pass without a block', {
    act: all(hello, () => logging('low')),
    filter: { only: HelloJob, queue: 'low' },
    times: 0,
  }),
  performedBefore('TH-173', 'Performed, none: only and queue fail without a block', {
    act: () => hello('low'),
    filter: { only: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedInBlock('TH-175', 'Performed, none: except and queue fail', {
    act: () => logging('low'),
    filter: { except: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
  performedBefore('TH-176', 'Performed, none: except and queue pass without a block', {
    act: all(logging, () => hello('low')),
    filter: { except: HelloJob, queue: 'low' },
    times: 0,
  }),
  performedBefore('TH-177', 'Performed, none: except and queue fail without a block', {
    act: () => logging('low'),
    filter: { except: HelloJob, queue: 'low' },
    times: 0,
    fails: 'expected none to be performed, but 1 was',
  }),
];

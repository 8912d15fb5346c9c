import type { JobClass } from '@drover/core';
import * as afterCommitJobs from './after-commit-jobs';
import { AfterDiscardJob } from './after-discard-job';
import * as ambientJobs from './ambient-jobs';
import { AttributesJob } from './attributes-job';
import * as callbackJobs from './callback-job';
import * as continuableJobs from './continuable-jobs';
import * as helloJobs from './hello-job';
import { KeepJob } from './keep-job';
import {
  HeavyJob,
  LoggingJob,
  NestedJob,
  OnceJob,
  ParseJob,
  ThrowingEnqueueJob,
} from './logging-jobs';
import * as placedJobs from './placed-jobs';
import { RescueJob } from './rescue-job';
import * as retryJobs from './retry-job';
import * as testingJobs from './testing-jobs';

/** Every job class of the suite. */
export const ZOO: readonly JobClass[] = [
  AfterDiscardJob,
  AttributesJob,
  KeepJob,
  HeavyJob,
  LoggingJob,
  NestedJob,
  OnceJob,
  ParseJob,
  ThrowingEnqueueJob,
  RescueJob,
  ...Object.values(afterCommitJobs),
  ...Object.values(ambientJobs),
  ...Object.values(callbackJobs),
  ...Object.values(continuableJobs).filter((each) => typeof each === 'function'),
  ...Object.values(helloJobs),
  ...Object.values(placedJobs),
  ...Object.values(retryJobs),
  ...Object.values(testingJobs),
];

/** Every queue on which a case puts a job. */
export const QUEUES = [
  ...['default', 'low', 'high', 'greetings', 'computed', 'chosen'],
  ...['aj_low', 'aj.greetings', 'elsewhere', 'app_default'],
];

import { channel, tracingChannel, type Channel } from 'node:diagnostics_channel';
import type { JobEventName, JobSummary } from './job-events';

/** The diagnostics channel of each event. Held here, so that asking for subscribers is cheap. */
export const CHANNELS: Readonly<Record<JobEventName, Channel>> = {
  enqueued: channel('drover:enqueued'),
  bulkEnqueued: channel('drover:bulkEnqueued'),
  performStarted: channel('drover:performStarted'),
  performed: channel('drover:performed'),
  retryScheduled: channel('drover:retryScheduled'),
  retryStopped: channel('drover:retryStopped'),
  snoozed: channel('drover:snoozed'),
  blocked: channel('drover:blocked'),
  runRefused: channel('drover:runRefused'),
  cancelled: channel('drover:cancelled'),
  discarded: channel('drover:discarded'),
  interrupted: channel('drover:interrupted'),
  resumed: channel('drover:resumed'),
  stepSkipped: channel('drover:stepSkipped'),
  stepStarted: channel('drover:stepStarted'),
  stepEnded: channel('drover:stepEnded'),
  recovered: channel('drover:recovered'),
  valueDropped: channel('drover:valueDropped'),
  payloadLarge: channel('drover:payloadLarge'),
  lockLost: channel('drover:lockLost'),
  boardAction: channel('drover:boardAction'),
  storeChosen: channel('drover:storeChosen'),
  storeWarning: channel('drover:storeWarning'),
  storeError: channel('drover:storeError'),
  configFileRead: channel('drover:configFileRead'),
  scheduleInstalled: channel('drover:scheduleInstalled'),
  tickSkipped: channel('drover:tickSkipped'),
  tickFailed: channel('drover:tickFailed'),
  tickUnknown: channel('drover:tickUnknown'),
  workerStarted: channel('drover:workerStarted'),
  workerCommanded: channel('drover:workerCommanded'),
  workerQuiet: channel('drover:workerQuiet'),
  workerReported: channel('drover:workerReported'),
  workerStopping: channel('drover:workerStopping'),
  workerStopped: channel('drover:workerStopped'),
  strayError: channel('drover:strayError'),
  loopBlocked: channel('drover:loopBlocked'),
};

/** Every event, known at run time. */
export const EVENT_NAMES = Object.keys(CHANNELS) as readonly JobEventName[];

/** Around one enqueue: its callbacks, the middleware, the store. */
export const enqueueTracing = tracingChannel<unknown, { job: JobSummary }>('drover:enqueue');

/** Around one `performAllLater`. */
export const bulkEnqueueTracing = tracingChannel<unknown, { jobs: readonly JobSummary[] }>(
  'drover:bulkEnqueue',
);

/** Around one run: middleware, arguments, callbacks, `perform`. Its error is what the run threw, before any rule. */
export const performTracing = tracingChannel<unknown, { job: JobSummary }>('drover:perform');

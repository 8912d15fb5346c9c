import type { Logger } from 'pino';
import type { EventBus, Listener } from '../events/event-bus';
import type { JobEventName, JobEvents, JobSummary } from '../events/job-events';
import { withCleanStack } from './clean-stack';
import * as lines from './log-lines';
import * as scheduleLines from './schedule-lines';
import * as stepLines from './step-lines';
import { loopBlockedLine, strayErrorLine } from './trouble-lines';

/**
 * Turns events into log lines. Listens only to what the logger would print, so that a silent
 * logger costs a job nothing. Returns the function that ends it.
 */
export function logEvents(events: EventBus, logger: Logger, adapter: string): () => void {
  const log = logger.child({ component: 'drover' });
  /** At level debug the whole stack is worth its lines. */
  const shown = (error?: Error) =>
    error && !log.isLevelEnabled('debug') ? withCleanStack(error) : error;
  const ends: (() => void)[] = [];
  const listen: Listen = (name, listener) => void ends.push(events.on(name, listener));
  const on = <Name extends JobEventName>(
    level: Level,
    name: Name,
    write: (payload: JobEvents[Name]) => void,
  ): void => {
    if (log.isLevelEnabled(level)) listen(name, write);
  };

  on('error', 'enqueued', (event) => {
    const level = enqueuedLevel(event);
    if (!log.isLevelEnabled(level)) return;
    log[level](fields(event.job, shown(event.error)), lines.enqueuedLine(event));
    if (event.caller) log[level](fields(event.job), lines.callerLine(event.caller));
  });
  on('error', 'bulkEnqueued', (event) => {
    const level = event.errors.length > 0 ? 'error' : 'info';
    if (!log.isLevelEnabled(level)) return;
    log[level](lines.bulkLine(event, adapter));
    if (event.caller) log[level](lines.callerLine(event.caller));
  });
  on('info', 'performStarted', (event) => log.info(fields(event.job), lines.startLine(event)));
  on('error', 'performed', (event) => {
    const level = event.error || event.halted ? 'error' : 'info';
    if (log.isLevelEnabled(level))
      log[level](fields(event.job, shown(event.error)), lines.performedLine(event));
  });
  on('info', 'retryScheduled', (event) => log.info(fields(event.job), lines.retryLine(event)));
  on('debug', 'blocked', (event) => log.debug(fields(event.job), lines.blockedLine(event)));
  on('info', 'snoozed', (event) => log.info(fields(event.job), lines.snoozedLine(event)));
  on('error', 'retryStopped', (event) => log.error(fields(event.job), lines.stoppedLine(event)));
  on('error', 'discarded', (event) => log.error(fields(event.job), lines.discardedLine(event)));
  on('warn', 'runRefused', (event) => {
    const level = event.onConflict === 'log' ? 'warn' : 'info';
    log[level](fields(event.job), lines.runRefusedLine(event));
  });
  on('info', 'cancelled', (event) => log.info(fields(event.job), lines.cancelledLine(event)));
  on('info', 'interrupted', (event) => log.info(fields(event.job), lines.interruptedLine(event)));
  on('info', 'resumed', (event) => log.info(fields(event.job), stepLines.resumedLine(event)));
  on('info', 'stepSkipped', (event) =>
    log.info(fields(event.job), stepLines.stepSkippedLine(event)),
  );
  on('info', 'stepStarted', (event) =>
    log.info(fields(event.job), stepLines.stepStartedLine(event)),
  );
  on('error', 'stepEnded', (event) => {
    const level = event.error ? 'error' : 'info';
    if (log.isLevelEnabled(level))
      log[level](fields(event.job, shown(event.error)), stepLines.stepEndedLine(event));
  });
  logProcess(listen, log);
  logSchedule(listen, log);
  return () => ends.forEach((end) => end());
}

type Listen = <Name extends JobEventName>(name: Name, listener: Listener<Name>) => void;

type Level = 'debug' | 'info' | 'warn' | 'error';

/** What concerns the process and its store rather than one job. */
function logProcess(listen: Listen, log: Logger): void {
  listen('valueDropped', ({ job, error }) =>
    log.warn(
      fields(job, error),
      `The return value of ${job.name} (Job ID: ${job.id}) cannot be stored and was dropped: ${error.message}`,
    ),
  );
  listen('payloadLarge', ({ name, bytes, limit }) =>
    log.warn(
      { code: 'DROVER_PAYLOAD_LARGE' },
      `The arguments of ${name}, with what travels with them, take ${bytes} bytes (limit ${limit}). Pass an id and load the data in perform.`,
    ),
  );
  listen('lockLost', ({ error, name, jobId }) =>
    log.warn({ code: 'DROVER_LOCK_LOST', job: name, jobId }, error.message),
  );
  listen('boardAction', (event) => {
    const level = event.status < 400 ? 'info' : 'warn';
    log[level]({ board: event }, lines.boardLine(event));
  });
  listen('storeChosen', ({ adapter, why }) =>
    log.info(`Jobs are kept in the ${adapter} store: ${why}`),
  );
  listen('storeWarning', ({ code, message }) => log.warn({ code }, message));
  listen('storeError', ({ error }) =>
    log.error({ err: error }, `The store reports: ${error.message}`),
  );
  listen('recovered', ({ queue, ids }) =>
    log.warn(`Gave back ${ids.length} jobs of '${queue}' whose worker is gone: ${ids.join(', ')}`),
  );
  listen('configFileRead', ({ file, notes }) => {
    log.info(`Queues and concurrency are set by ${file}`);
    for (const note of notes) log.info(note);
  });
  listen('workerStarted', ({ capsules }) => {
    for (const capsule of capsules) log.info(lines.workingLine(capsule));
  });
  listen('workerCommanded', ({ command }) =>
    log.info(`Told from elsewhere to ${command === 'stop' ? 'stop' : 'become quiet'}`),
  );
  listen('workerQuiet', () => log.info('Quiet: no new jobs are fetched'));
  listen('workerReported', ({ running }) =>
    log.info({ running }, lines.runningLine(running, Date.now())),
  );
  listen('workerStopping', ({ reason, timeout, running }) =>
    log.info(`Stopping (${reason}): ${running} jobs have up to ${timeout} ms to end`),
  );
  listen('workerStopped', (event) => log.info(lines.stoppedWorkerLine(event)));
  listen('strayError', (event) =>
    log.error(
      { code: 'DROVER_STRAY_ERROR', err: event.error, running: event.running },
      strayErrorLine(event, Date.now()),
    ),
  );
  listen('loopBlocked', (event) =>
    log.warn(
      { code: 'DROVER_LOOP_BLOCKED', running: event.running },
      loopBlockedLine(event, Date.now()),
    ),
  );
}

/** A duplicate that its class wants logged must be seen where only warnings are. */
function enqueuedLevel({ error, duplicateOf, onConflict }: JobEvents['enqueued']): Level {
  if (error) return 'error';
  return duplicateOf !== undefined && onConflict === 'log' ? 'warn' : 'info';
}

function logSchedule(listen: Listen, log: Logger): void {
  listen('scheduleInstalled', (event) => {
    if (event.entries + event.removed.length > 0) log.info(scheduleLines.installedLine(event));
    for (const note of event.notes) log.info(note);
  });
  listen('tickSkipped', (event) =>
    log.warn({ code: 'DROVER_TICK_SKIPPED' }, scheduleLines.skippedLine(event)),
  );
  listen('tickFailed', (event) =>
    log.error({ code: 'DROVER_TICK_FAILED', err: event.error }, scheduleLines.failedLine(event)),
  );
  listen('tickUnknown', (event) =>
    log.warn({ code: 'DROVER_TICK_UNKNOWN' }, scheduleLines.unknownLine(event)),
  );
}

function fields({ name, id, queue, requestId }: JobSummary, error?: Error): object {
  const request = requestId === undefined ? {} : { requestId };
  return { job: name, jobId: id, queue, ...request, ...(error && { err: error }) };
}

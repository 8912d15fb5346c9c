import { setTimeout as pause } from 'node:timers/promises';
import { checkKeys } from '../../options/check-keys';
import { fromZero } from '../../options/from-zero';
import type { JobHandle, ResultOptions } from './job-handle';
import { noResult, tooLate } from './job-result-error';

/** Milliseconds between two looks: a quarter of the time waited so far, within these. */
const SHORTEST = 20;
const LONGEST = 1000;

/**
 * Waits until a job is over. Asks rather than listens: an answer comes at most a quarter later than it
 * could, and takes neither a connection nor a word from the workers.
 */
export async function awaitResult<Result>(
  job: JobHandle<Result>,
  options: ResultOptions,
): Promise<Result> {
  const timeout = checkTimeout(options);
  const started = performance.now();
  for (;;) {
    const status = await job.status();
    switch (status.state) {
      case 'completed':
        return status.result;
      case 'waiting':
      case 'delayed':
      case 'active':
        break;
      default:
        throw noResult(status);
    }
    const waited = performance.now() - started;
    if (waited >= timeout) throw tooLate(status, timeout);
    const next = Math.min(Math.max(waited / 4, SHORTEST), LONGEST);
    await pause(Math.min(next, timeout - waited));
  }
}

function checkTimeout(options: ResultOptions): number {
  checkKeys('result()', options, ['timeout']);
  const { timeout = '30 seconds' } = options;
  return fromZero('result() timeout', timeout);
}

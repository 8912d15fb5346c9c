import { DeserializationError, DiscardOn, Job, RetryOn } from '@drover/core';
import * as errors from './errors';
import { JobBuffer } from './job-buffer';
import type { Person } from './person';

/**
 * Declares every policy. Raises the named errors, one per run, until its last run; the list is
 * indexed by `executions`, as a run cannot change what the next one finds.
 */
@RetryOn(errors.DefaultsError)
@RetryOn(errors.DisabledJitterError, { jitter: null })
@RetryOn(errors.ZeroJitterError, { jitter: 0 })
@RetryOn([errors.FirstOfTwoError, errors.SecondOfTwoError], { attempts: 4 })
@RetryOn(errors.LongWaitError, { wait: '1 hour', attempts: 10 })
@RetryOn(errors.FractionWaitError, { wait: '4.5 seconds', attempts: 10 })
@RetryOn(errors.ShortWaitError, { wait: 1000, attempts: 10 })
@RetryOn(errors.PolynomialError, { wait: 'polynomiallyLonger', attempts: 10 })
@RetryOn(errors.CountedWaitError, { wait: (count) => count * 2000, attempts: 10 })
@RetryOn(errors.OptionalParameterError, { wait: (count = 100) => count * 2000, attempts: 10 })
@RetryOn(errors.RetryAfterError, {
  wait: (count, error) => (error as errors.RetryAfterError).retryAfter + count * 1000,
  attempts: 10,
})
@RetryOn(errors.CaughtAtLastError, {
  onExhausted: (job, { message }) => JobBuffer.add(`caught ${message} after ${job.executions}`),
})
@RetryOn(DeserializationError, {
  onExhausted: (job) => JobBuffer.add(`could not decode after ${job.executions}`),
})
@RetryOn(errors.UnlimitedError, { attempts: 'unlimited' })
@RetryOn(errors.ReportedError, { report: true })
@DiscardOn(errors.DiscardedError)
@DiscardOn([errors.FirstDiscardedOfTwoError, errors.SecondDiscardedOfTwoError])
@DiscardOn(errors.DiscardedWithHandlerError, {
  onDiscard: (_job, { message }) => JobBuffer.add(`dealt with ${message}`),
})
@DiscardOn(errors.DiscardedAndReportedError, { report: true })
export class RetryJob extends Job {
  perform(raising: errors.ErrorName | readonly errors.ErrorName[] | Person, runs: number): void {
    if (this.executions >= runs) return JobBuffer.add(`done at ${this.executions}`);
    const names = raising as errors.ErrorName | readonly errors.ErrorName[];
    const name =
      typeof names === 'string' ? names : (names[this.executions - 1] ?? 'UnhandledError');
    JobBuffer.add(`${name} ${this.executions}`);
    throw errors.errorNamed(name);
  }
}

export class ManyfoldJitterJob extends RetryJob {
  static override readonly retryJitter = 4;
}

export class LargeJitterJob extends RetryJob {
  static override readonly retryJitter = 1.2;
}

export class MiddlingJitterJob extends RetryJob {
  static override readonly retryJitter = 0.6;
}

export class NegativeJitterJob extends RetryJob {
  static override readonly retryJitter = -1.2;
}

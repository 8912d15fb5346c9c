import { Job, RetryOn } from '@drover/core';

/** Fails for good at its first run. */
export class FailingJob extends Job {
  perform(): void {
    throw new Error('no use');
  }
}

/** Fails at both runs it has. */
@RetryOn(Error, { attempts: 2, wait: '1 minute' })
export class TwiceJob extends Job {
  perform(): void {
    throw new Error('again');
  }
}

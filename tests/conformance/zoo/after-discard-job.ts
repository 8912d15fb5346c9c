import { AfterDiscard, DiscardOn, Job, RetryOn } from '@drover/core';
import * as errors from './errors';
import { JobBuffer } from './job-buffer';

/** Says when it is given up. */
@RetryOn(errors.CaughtAtLastError, {
  onExhausted: (_job, { message }) => JobBuffer.add(`caught ${message}`),
})
@RetryOn(errors.ParentError)
@RetryOn(errors.ChildError)
@DiscardOn(errors.DiscardedWithHandlerError, {
  onDiscard: (_job, { message }) => JobBuffer.add(`dealt with ${message}`),
})
export class AfterDiscardJob extends Job {
  perform(raising: errors.ErrorName): void {
    JobBuffer.add(`${raising} ${this.executions}`);
    throw errors.errorNamed(raising);
  }

  @AfterDiscard()
  sayGoodbye({ message }: Error): void {
    JobBuffer.add(`given up: ${message}`);
  }
}

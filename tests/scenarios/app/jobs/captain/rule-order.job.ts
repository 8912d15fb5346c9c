import { DiscardOn, RecordNotFoundError, RetryOn } from '@drover/core';
import { noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

/** The later rule is the less specific one, and wins. */
@RetryOn(RangeError, { wait: '5 seconds', attempts: 3 })
@DiscardOn(Error)
export class LaterRuleJob extends ApplicationJob {
  async perform(): Promise<void> {
    noteRun(this);
    throw new RangeError('out of range');
  }
}

/** ApplicationJob would discard it. */
@RetryOn(RecordNotFoundError, { wait: '5 seconds', attempts: 2 })
export class OwnRuleJob extends ApplicationJob {
  async perform(): Promise<void> {
    noteRun(this);
    throw new RecordNotFoundError('gone');
  }
}

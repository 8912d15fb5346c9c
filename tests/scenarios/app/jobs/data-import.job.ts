import { QueueAs, RetryOn } from '@drover/core';
import { noteRun } from '../../../support/journal';
import { ApplicationJob } from './application.job';

@QueueAs('low')
@RetryOn(SyntaxError, { wait: '1 minute', attempts: 3 })
export class DataImportJob extends ApplicationJob {
  async perform(importId: number): Promise<void> {
    noteRun(this);
    throw new SyntaxError(`Import ${importId} is malformed`);
  }
}

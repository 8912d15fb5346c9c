import { AfterDiscard, Job, RetryOn } from '@drover/core';
import { read } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Ends its process each time it runs, until the test has found an antidote. */
@RetryOn(Error, { wait: 1, attempts: 'unlimited' })
export class PoisonJob extends Job {
  async perform(_name: string): Promise<void> {
    noteRun(this);
    if (!read('antidote')) process.kill(process.pid, 'SIGKILL');
    note('done', { jobId: this.id });
  }

  @AfterDiscard()
  tell(error: Error): void {
    note('discarded', { jobId: this.id, args: this.arguments, error: error.name });
  }
}

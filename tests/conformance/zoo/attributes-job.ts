import { Attribute, Job, RetryOn, snooze } from '@drover/core';
import { JobBuffer } from './job-buffer';

class NotDoneError extends Error {}

/** Counts to ten, over as many runs as it is told. */
@RetryOn(NotDoneError, { wait: 0, attempts: 5 })
export class AttributesJob extends Job {
  @Attribute()
  name: string | undefined;

  @Attribute({ parse: Number })
  count = 0;

  @Attribute()
  runs: number[] = [];

  async perform(how: 'once' | 'fails twice' | 'is interrupted' = 'once'): Promise<void> {
    this.count += how === 'is interrupted' ? 4 : 10;
    this.runs.push(this.runs.length + 1);
    if (how === 'fails twice' && this.executions < 3) throw new NotDoneError('not done');
    if (how === 'is interrupted' && this.count < 10) throw snooze(1);
    JobBuffer.add(`${this.name} ${this.count} after ${this.runs.join()}`);
  }
}

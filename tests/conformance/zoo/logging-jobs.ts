import { BeforeEnqueue, BeforePerform, halt, Job, performAllLater, RetryOn } from '@drover/core';
import { JobBuffer } from './job-buffer';

/** Writes a line of its own into the log. */
export class LoggingJob extends Job {
  perform(name: unknown): void {
    this.logger.info(`Dummy, here is it: ${typeof name}`);
  }
}

/** Enqueues another while it runs. */
export class NestedJob extends Job {
  async perform(): Promise<void> {
    await LoggingJob.performLater('NestedJob');
    this.logger.info('The other is enqueued');
  }
}

/** Its enqueue fails in a hook. */
export class ThrowingEnqueueJob extends Job {
  perform(): void {}

  @BeforeEnqueue()
  refuse(): void {
    throw new RangeError('Refused by a hook');
  }
}

/** Halts every run but the first. */
export class OnceJob extends Job {
  static runs = 0;

  perform(): undefined {
    JobBuffer.add('performed');
  }

  @BeforePerform()
  once(): void {
    OnceJob.runs += 1;
    if (OnceJob.runs > 1) halt();
  }
}

class HeavyError extends Error {}

/** Its retry goes to another queue. */
@RetryOn(HeavyError, { wait: 1, queue: 'low' })
export class HeavyJob extends Job {
  perform(): void {
    if (this.executions === 1) throw new HeavyError('Too heavy');
  }
}

/** Fails inside a library, here Node's own. */
export class ParseJob extends Job {
  perform(text: string): unknown {
    return JSON.parse(text);
  }
}

/** Enqueues two at once. */
export function enqueueTwo(): Promise<readonly LoggingJob[]> {
  return performAllLater([LoggingJob.build('one'), LoggingJob.build('two')]);
}

import { Job } from '@drover/core';

/** The work itself is Chatwoot's, in Ruby: here a job only says that it was done. */
export abstract class ApplicationJob extends Job {
  protected pretend(): string {
    const done = `${this.constructor.name} from ${this.queueName}`;
    this.logger.info(done);
    return done;
  }
}

import { QueueAs } from '@drover/core';
import { ApplicationJob } from '../application.job';
import { SendEmailJob } from '../mailers/send-email.job';

/** Runs once, when no report of the day is pending any more. */
@QueueAs('low')
export class ReportDigestJob extends ApplicationJob {
  async perform() {
    const { completed, total } = await this.batch();
    await SendEmailJob.performLater('ReportMailer', 'digest', completed, total);
  }
}

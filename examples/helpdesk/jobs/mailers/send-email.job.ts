import { QueueAs } from '@drover/core';
import { deliverNow } from '../../app/mailers/mail';
import { compose } from '../../app/mailers/registry';
import { ApplicationJob } from '../application.job';

@QueueAs('mailers')
export class SendEmailJob extends ApplicationJob {
  async perform(mailer: string, method: string, ...ids: number[]) {
    await deliverNow(compose(mailer, method, ids));
  }
}

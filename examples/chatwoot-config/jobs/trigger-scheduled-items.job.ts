import { ApplicationJob } from './application.job';

/** Every five minutes: what is due, such as snoozed conversations. */
export class TriggerScheduledItemsJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

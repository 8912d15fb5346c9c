import { ApplicationJob } from '../application.job';

/** Every hour: what need not be done by the minute. */
export class InternalTriggerHourlyScheduledItemsJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

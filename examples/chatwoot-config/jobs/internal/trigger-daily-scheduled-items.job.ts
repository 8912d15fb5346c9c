import { ApplicationJob } from '../application.job';

/** Once a day: the deferred work of the installation. */
export class InternalTriggerDailyScheduledItemsJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

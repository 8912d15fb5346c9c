import { ApplicationJob } from '../application.job';

/** Every night: notifications older than a month. */
export class NotificationRemoveOldNotificationJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

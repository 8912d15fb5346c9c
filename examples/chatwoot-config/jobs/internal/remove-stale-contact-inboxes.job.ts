import { ApplicationJob } from '../application.job';

/** Every night: contact inboxes that nobody wrote to. */
export class InternalRemoveStaleContactInboxesJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

import { ApplicationJob } from '../application.job';

/** Every twelve hours: conversations without a contact. */
export class InternalRemoveOrphanConversationsJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

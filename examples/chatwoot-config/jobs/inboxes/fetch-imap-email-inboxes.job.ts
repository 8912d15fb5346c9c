import { ApplicationJob } from '../application.job';

/** Every minute: a fetch for each inbox with IMAP. */
export class InboxesFetchImapEmailInboxesJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

import { ApplicationJob } from '../application.job';

/** Every night: accounts that are marked for deletion. */
export class InternalDeleteAccountsJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

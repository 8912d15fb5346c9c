import { ApplicationJob } from '../application.job';

/** Every half hour: open conversations to agents that are free. */
export class AutoAssignmentPeriodicAssignmentJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

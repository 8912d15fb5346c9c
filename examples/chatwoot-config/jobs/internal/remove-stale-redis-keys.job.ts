import { ApplicationJob } from '../application.job';

/** Every night: who was online long ago. */
export class InternalRemoveStaleRedisKeysJob extends ApplicationJob {
  async perform() {
    return this.pretend();
  }
}

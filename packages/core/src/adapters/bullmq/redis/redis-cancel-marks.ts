import { MARK_LIFE, type CancelMarks, type JobPlace } from '../cancel/cancel-marks';
import type { RedisClient } from './redis-source';

/** A key per mark, which expires. */
export class RedisCancelMarks implements CancelMarks {
  readonly #client: RedisClient;
  readonly #prefix: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async mark(job: JobPlace): Promise<void> {
    await this.#client.set(this.#key(job), '1', 'PX', MARK_LIFE);
  }

  async unmark(job: JobPlace): Promise<void> {
    await this.#client.del(this.#key(job));
  }

  async areMarked(jobs: readonly JobPlace[]): Promise<readonly boolean[]> {
    const marks = await this.#client.mget(jobs.map((job) => this.#key(job)));
    return marks.map((mark) => mark !== null);
  }

  /** No queue's keys begin so: there is no colon behind the first. */
  #key({ queue, id }: JobPlace): string {
    return `${this.#prefix}:cancel@${encodeURIComponent(queue)}@${encodeURIComponent(id)}`;
  }
}

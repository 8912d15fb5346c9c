import { QueueKeys, RedisQueueBackend, type IQueueBackend } from 'bullmq';
import type { Redis } from 'ioredis';

type AddJobs = IQueueBackend['addJobs'];

/**
 * BullMQ's backend of a queue that jobs are put on, with another way to add many. BullMQ makes an ioredis
 * pipeline for them, which costs 0.1 ms by itself, two promises more per job, and one more copy of all
 * that is sent. Here each job is a command of its own, and the socket holds them back until all are
 * written: one system call, as before.
 */
export class ProducerBackend extends RedisQueueBackend {
  /** As BullMQ's, which would not be of this class. */
  override forQueue(queue: string): ProducerBackend {
    const { connection, redisPrefix: prefix } = this;
    const keys = new QueueKeys(prefix);
    const toKey = (type: string) => keys.toKey(queue, type);
    const options = { ...this.queue.opts, prefix };
    const ownsConnection = false;
    return new ProducerBackend(
      connection,
      queue,
      keys.getKeys(queue),
      toKey,
      options,
      undefined,
      ownsConnection,
    );
  }

  /** A cluster has a socket for each of its nodes. */
  override async addJobs(entries: Parameters<AddJobs>[0]): ReturnType<AddJobs> {
    const client = await this.queue.client;
    if (client.isCluster) return super.addJobs(entries);
    // Not there while the connection is lost: commands wait elsewhere then.
    const { stream } = client as unknown as Partial<Pick<Redis, 'stream'>>;
    stream?.cork();
    const added = entries.map(({ job, jobId, parentKeyOpts }) =>
      this.addJobToTransaction(client, job, jobId, parentKeyOpts),
    );
    stream?.uncork();
    return Promise.all(added);
  }
}

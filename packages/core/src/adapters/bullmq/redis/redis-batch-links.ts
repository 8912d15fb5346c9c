import type { IQueueBackend } from 'bullmq';
import type { BatchLinks, Flow } from '../batches/batch-links';
import { checkStored } from '../batches/check-stored';
import type { JobPlace } from '../cancel/cancel-marks';
import { RedisScript } from './redis-script';
import type { RedisClient } from './redis-source';

/**
 * BullMQ makes the parent of a retried job wait for it also where it runs by now, and could then not end.
 * One that still waits is BullMQ's own affair.
 */
const RENEW = new RedisScript(`
local parent = redis.call('hget', KEYS[1], 'parent')
if not parent then return end
local place = cjson.decode(parent)
if not redis.call('zscore', place.queueKey .. ':waiting-children', place.id) then
  redis.call('hdel', KEYS[1], 'parentKey', 'parent')
end`);

export class RedisBatchLinks implements BatchLinks {
  readonly #client: RedisClient;
  readonly #prefix: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async store(flow: Flow, backend: IQueueBackend): Promise<void> {
    checkStored(await backend.addFlow([...flow]));
  }

  async renew({ queue, id }: JobPlace): Promise<void> {
    await RENEW.run(this.#client, [`${this.#prefix}:${queue}:${id}`], []);
  }
}

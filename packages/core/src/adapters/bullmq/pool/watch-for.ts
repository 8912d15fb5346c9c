import type { IQueueBackend } from 'bullmq';
import { MarkerWatch, type MarkerClient } from './marker-watch';
import { NotifyWatch } from './notify-watch';
import type { PooledQueue } from './pooled-queue';
import type { WakeWatch } from './wake-watch';

interface RedisLike {
  readonly client: Promise<MarkerClient>;
  readonly blockingClient: Promise<MarkerClient>;
}

/** One blocking wait over all queues on Redis; BullMQ's own wait per queue elsewhere. */
export async function watchFor(
  root: IQueueBackend,
  queues: readonly PooledQueue[],
  hasFreeSlot: () => boolean,
): Promise<WakeWatch> {
  if (!isRedis(root)) return new NotifyWatch(queues);
  const [client, blockingClient] = await Promise.all([root.client, root.blockingClient]);
  return new MarkerWatch({
    queues,
    client,
    blockingClient,
    nudgeKey: root.toKey('nudge'),
    hasFreeSlot,
  });
}

function isRedis(root: IQueueBackend): root is IQueueBackend & RedisLike {
  return 'blockingClient' in root;
}

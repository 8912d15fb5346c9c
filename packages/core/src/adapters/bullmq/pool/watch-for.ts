import type { IQueueBackend } from 'bullmq';
import { MarkerWatch, type MarkerClient } from './marker-watch';
import { NotifyWatch } from './notify-watch';
import type { PooledQueue } from './pooled-queue';
import type { StoreProbe } from './store-probe';
import type { WakeWatch } from './wake-watch';

interface RedisLike {
  readonly client: Promise<MarkerClient>;
  readonly blockingClient: Promise<MarkerClient>;
}

interface WatchParts {
  readonly queues: readonly PooledQueue[];
  readonly probe: StoreProbe;
}

/** One blocking wait over all queues on Redis; BullMQ's own wait per queue elsewhere. */
export async function watchFor(root: IQueueBackend, parts: WatchParts): Promise<WakeWatch> {
  if (!isRedis(root)) return new NotifyWatch(parts.queues);
  const [client, blockingClient] = await Promise.all([root.client, root.blockingClient]);
  return new MarkerWatch({ ...parts, client, blockingClient, nudgeKey: root.toKey('nudge') });
}

function isRedis(root: IQueueBackend): root is IQueueBackend & RedisLike {
  return 'blockingClient' in root;
}

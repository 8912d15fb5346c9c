import type { IQueueBackend } from 'bullmq';
import type { MarkerClient } from './marker-watch';
import type { PooledQueue } from './pooled-queue';

/** Cheap questions over all queues at once, so that an idle process asks little. */
export interface StoreProbe {
  /** Or whether any job waits for a slot of a limit. */
  anyActive(): Promise<boolean>;
  /** Whether any of these queues holds a job that is not finished. */
  anyWaiting(queues: Iterable<PooledQueue>): Promise<boolean>;
}

/** One EXISTS over the keys of all queues. Stores without such a question are always looked at. */
export async function probeFor(
  root: IQueueBackend,
  queues: readonly PooledQueue[],
  waitingKeys: readonly string[],
): Promise<StoreProbe> {
  if (!('blockingClient' in root)) return { anyActive: always, anyWaiting: always };
  const client = await (root as unknown as { client: Promise<MarkerClient> }).client;
  const exists = async (keys: readonly string[]) => (await client.exists(...keys)) > 0;
  return {
    anyActive: () => exists([...keysOf(queues, ['active']), ...waitingKeys]),
    anyWaiting: (sleeping) => exists(keysOf(sleeping, ['wait', 'prioritized', 'delayed'])),
  };
}

function keysOf(queues: Iterable<PooledQueue>, kinds: readonly string[]): string[] {
  return [...queues].flatMap(({ worker }) => kinds.map((kind) => worker.keys[kind] as string));
}

const always = async (): Promise<boolean> => true;

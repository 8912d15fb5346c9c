import type { IQueueBackend } from 'bullmq';
import type { MarkerClient } from './marker-watch';
import type { PooledQueue } from './pooled-queue';

/** Cheap questions over all queues at once, so that an idle process asks little. */
export interface StoreProbe {
  anyActive(): Promise<boolean>;
  /** Whether any of these queues holds a job that is not finished. */
  anyWaiting(queues: Iterable<PooledQueue>): Promise<boolean>;
}

/** One EXISTS over the keys of all queues. Stores without such a question are always looked at. */
export async function probeFor(
  root: IQueueBackend,
  queues: readonly PooledQueue[],
): Promise<StoreProbe> {
  if (!('blockingClient' in root)) return { anyActive: always, anyWaiting: always };
  const client = await (root as unknown as { client: Promise<MarkerClient> }).client;
  const exists = async (of: Iterable<PooledQueue>, kinds: readonly string[]) =>
    (await client.exists(...[...of].flatMap((queue) => kinds.map((kind) => keyOf(queue, kind))))) >
    0;
  return {
    anyActive: () => exists(queues, ['active']),
    anyWaiting: (sleeping) => exists(sleeping, ['wait', 'prioritized', 'delayed']),
  };
}

function keyOf({ worker }: PooledQueue, kind: string): string {
  return worker.keys[kind] as string;
}

const always = async (): Promise<boolean> => true;

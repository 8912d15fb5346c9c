import { Queue } from 'bullmq';
import { BullMQAdapter } from '../../packages/core/src/adapters/bullmq/bullmq-adapter';
import { openStore } from '../../packages/core/src/adapters/bullmq/open-store';
import type { BullStore } from '../../packages/core/src/adapters/bullmq/store';
import type { StoredJob } from '../../packages/core/src/adapters/stored-job';
import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl, uniqueNamespace } from '../support/redis';

export type StoreName = 'redis' | 'embedded' | 'postgres';

/** An adapter on a real store, and BullMQ's own view of it. */
export interface TestStore {
  readonly adapter: BullMQAdapter;
  readonly errors: Error[];
  readonly namespace: string;
  /** A queue name that no other test uses. */
  queue(): string;
  /** BullMQ's queue, to look at what the store holds. */
  inspect(name: string): Promise<Queue>;
  close(): Promise<void>;
}

let postgres: PostgresServer | undefined;

/** Undefined where the machine has no such store. */
export async function openTestStore(name: StoreName): Promise<TestStore | undefined> {
  const url = await urlOf(name);
  if (url === undefined) return undefined;
  const errors: Error[] = [];
  const namespace = uniqueNamespace().replace('-', '_');
  let store: BullStore | undefined;
  const open = async () => (store ??= await openStore(url, { namespace, enqueueTimeout: 5000 }));
  const listeners = {
    onWarning: () => {},
    onRecovered: () => {},
    onError: (error: Error) => void errors.push(error),
  };
  const adapter = new BullMQAdapter({
    open,
    name,
    production: false,
    enqueueTimeout: 5000,
    lockDuration: 30_000,
    stalledInterval: 1000,
    ...listeners,
  });
  const queues = new Map<string, Queue>();
  let count = 0;
  return {
    adapter,
    errors,
    namespace,
    queue: () => `queue-${(count += 1)}`,
    async inspect(queueName) {
      const known = queues.get(queueName);
      if (known) return known;
      const opened = await open();
      await opened.ready(60_000);
      const { options, factory } = opened.queueOptions();
      const queue = new Queue(queueName, options, factory as never);
      queues.set(queueName, queue);
      return queue;
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await adapter.close();
      await postgres?.stop();
      postgres = undefined;
    },
  };
}

async function urlOf(name: StoreName): Promise<string | undefined> {
  if (name === 'redis') return testRedisUrl();
  if (name === 'embedded') return 'embedded:';
  postgres = await startPostgres();
  return postgres?.url;
}

let ids = 0;

export function storedJob(queue: string, overrides: Partial<StoredJob> = {}): StoredJob {
  ids += 1;
  return {
    id: `job-${process.pid}-${ids}`,
    name: 'TestJob',
    queue,
    priority: 0,
    enqueuedAt: Date.now(),
    data: { drover: 1, args: [ids] },
    ...overrides,
  };
}

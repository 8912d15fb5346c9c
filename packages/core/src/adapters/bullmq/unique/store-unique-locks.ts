import type { HeldLock, UniqueLocks } from '../../lock-store';
import type { BullStore } from '../store';
import type { ListedKey } from './unique-keys';

/** The locks of unique jobs in a store that is opened at the first use. */
export function storeUniqueLocks(open: () => Promise<BullStore>): UniqueLocks {
  return {
    async list() {
      const keys = await (await open()).uniqueKeys.list(Date.now());
      return keys.map(toHeldLock).toSorted((a, b) => a.since - b.since);
    },
    async release({ queue = '', key, owner }) {
      const { uniqueKeys } = await open();
      return uniqueKeys.free({ queue, key: key.slice(queue.length + 1), owner });
    },
  };
}

/** Its key is that of the queue and of the job, as no two queues share one. */
function toHeldLock({ queue, key, owner, since = 0, expiresAt = Infinity }: ListedKey): HeldLock {
  const name = key.slice(0, key.lastIndexOf(':'));
  return {
    ...{ key: `${queue}:${key}`, name, queue, owner, jobId: owner },
    ...{ since, expires: expiresAt, fence: 0 },
  };
}

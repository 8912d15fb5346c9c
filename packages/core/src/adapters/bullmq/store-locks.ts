import type { LockStore } from '../lock-store';
import type { BullStore } from './store';

/** The locks of a store that is opened at the first use. */
export function storeLocks(open: () => Promise<BullStore>): LockStore {
  return {
    acquire: async (request) => (await open()).locks.acquire(request),
    renew: async (leases) => (await open()).locks.renew(leases),
    release: async (lease) => (await open()).locks.release(lease),
    list: async (key) => (await open()).locks.list(key),
  };
}

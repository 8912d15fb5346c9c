import { StoreError } from '../store-error';
import type { BullStore } from './store';

/** @throws StoreError when the store has not answered within `timeout` milliseconds */
export async function pingStore(store: BullStore, timeout: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>(
    (_, reject) => (timer = setTimeout(() => reject(silent(store, timeout)), timeout)),
  );
  try {
    await Promise.race([store.ready(timeout).then(() => store.ping()), late]);
  } finally {
    clearTimeout(timer);
  }
}

function silent({ kind }: BullStore, timeout: number): StoreError {
  return new StoreError(
    'DROVER_STORE_UNREACHABLE',
    `Expected the ${kind} store to answer within ${timeout} ms, and it did not. Is it running?`,
  );
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { TransactionClient } from '../../options/transaction';
import type { EnqueueUnit } from './enqueue-unit';

/** What the enqueues of one asynchronous flow are part of, until it is closed. */
export type EnqueueScope =
  | { readonly kind: 'unit'; readonly unit: EnqueueUnit; open: boolean }
  | { readonly kind: 'transaction'; readonly client: TransactionClient; open: boolean };

/** Made at the first use: a process that uses none pays nothing. */
let storage: AsyncLocalStorage<EnqueueScope> | undefined;

/** The scope that enqueues here are part of. Work that outlives its scope is part of none. */
export function enqueueScope(): EnqueueScope | undefined {
  const scope = storage?.getStore();
  return scope?.open ? scope : undefined;
}

/** Runs `fn` in a scope that ends with it. */
export async function inEnqueueScope<T>(scope: EnqueueScope, fn: () => T | Promise<T>): Promise<T> {
  storage ??= new AsyncLocalStorage();
  try {
    return await storage.run(scope, async () => fn());
  } finally {
    scope.open = false;
  }
}

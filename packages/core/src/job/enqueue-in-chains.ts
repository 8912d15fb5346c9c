import type { EnqueueReceipt } from '../adapters/queue-adapter';
import type { Hook } from '../options/hooks';
import { runCallbacks } from './callbacks';
import { Halt, halt } from './halt';
import type { Job } from './job';
import { runMiddleware, type ClientMiddleware } from './middleware';
import type { Stateful } from './performable';

interface Chains {
  readonly hooks: readonly Hook[];
  readonly middleware: readonly ClientMiddleware[];
}

/**
 * Stores a job inside its callbacks, and inside those the middleware. Undefined when one halted. No
 * callback can make a job that was not stored look as if it were.
 */
export async function enqueueInChains(
  job: Stateful,
  { hooks, middleware }: Chains,
  store: () => Promise<EnqueueReceipt>,
): Promise<EnqueueReceipt | undefined> {
  let failed: { error: unknown } | undefined;
  const result = await runCallbacks(job, hooks, async () => {
    try {
      const receipt = await storeInMiddleware(job, middleware, store);
      failed = undefined;
      return receipt ?? halt();
    } catch (error) {
      failed = error instanceof Halt ? undefined : { error };
      throw error;
    }
  });
  if (failed) throw failed.error;
  return result.halted ? undefined : result.value;
}

/** Undefined when a middleware halted. */
export async function storeInMiddleware(
  job: Stateful,
  middleware: readonly ClientMiddleware[],
  store: () => Promise<EnqueueReceipt>,
): Promise<EnqueueReceipt | undefined> {
  let receipt: EnqueueReceipt | undefined;
  await runMiddleware(middleware, job as Job, async () => {
    receipt = await store();
  });
  return receipt;
}

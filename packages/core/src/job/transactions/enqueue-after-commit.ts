import { enqueueScope, inEnqueueScope } from './enqueue-scope';
import { EnqueueUnit } from './enqueue-unit';

/**
 * Holds back what `transaction` enqueues until it has resolved, which is when it is committed. When it
 * rejects, nothing is enqueued. A transaction in a transaction is part of it. Jobs are encoded at the
 * call; their enqueue callbacks run at the commit. Resolves and rejects as `transaction` does.
 *
 * @throws EnqueueError when the transaction is committed and a job could not be stored
 *
 * @example
 * ```ts
 * await enqueueAfterCommit(() => db.transaction().execute(async (trx) => {
 *   const order = await createOrder(trx);
 *   await ReceiptJob.performLater(order.id);
 * }));
 * ```
 */
export async function enqueueAfterCommit<T>(transaction: () => T | Promise<T>): Promise<T> {
  const outer = enqueueScope();
  const unit = new EnqueueUnit();
  let result: T;
  try {
    result = await inEnqueueScope({ kind: 'unit', unit, open: true }, transaction);
  } catch (error) {
    unit.drop();
    throw error;
  }
  if (outer?.kind === 'unit' && outer.open) outer.unit.adopt(unit);
  else await unit.flush();
  return result;
}

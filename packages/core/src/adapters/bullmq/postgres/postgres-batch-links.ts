import type { IQueueBackend, PgPool } from 'bullmq';
import type { TransactionClient } from '../../../options/transaction';
import type { BatchLinks, Flow } from '../batches/batch-links';
import { checkStored } from '../batches/check-stored';
import type { JobPlace } from '../cancel/cancel-marks';
import { enlisted } from './enlist';
import { inTransaction, storeLargeFlow } from './postgres-flow';

/** Up to here one statement of BullMQ's own is quick. */
const LARGE = 200;

/**
 * BullMQ does not count a retried job again for a parent that was not to wait out its failure, but
 * counts its end: that parent would run too early.
 */
const RENEW = `
  WITH waiting AS (
    SELECT parent.queue, parent.id
      FROM job AS parent JOIN job AS child
        ON parent.queue = child.parent_queue AND parent.id = child.parent_id
     WHERE child.queue = $1 AND child.id = $2 AND parent.state = 'waiting-children'
       FOR UPDATE OF parent
  ), again AS (
    UPDATE job_dependency AS link SET status = 'pending', value = NULL FROM waiting
     WHERE link.parent_queue = waiting.queue AND link.parent_id = waiting.id
       AND link.child_queue = $1 AND link.child_id = $2 AND link.status = 'ignored'
    RETURNING 1
  ), counted AS (
    UPDATE job SET pending_deps = pending_deps + 1 FROM waiting
     WHERE job.queue = waiting.queue AND job.id = waiting.id AND EXISTS (SELECT FROM again)
  )
  UPDATE job SET parent_queue = NULL, parent_id = NULL, parent_key = NULL
   WHERE queue = $1 AND id = $2 AND NOT EXISTS (SELECT FROM waiting)`;

export class PostgresBatchLinks implements BatchLinks {
  readonly #pool: () => PgPool;
  readonly #schema: string;

  constructor(pool: () => PgPool, schema: string) {
    this.#pool = pool;
    this.#schema = schema;
  }

  async store(flow: Flow, backend: IQueueBackend, transaction?: TransactionClient): Promise<void> {
    const schema = this.#schema;
    const large = (client: TransactionClient) => storeLargeFlow(flow, backend, { client, schema });
    if (flow.length > LARGE)
      return transaction ? large(transaction) : inTransaction(this.#pool(), large);
    const add = () => backend.addFlow([...flow]);
    checkStored(await (transaction ? enlisted(transaction, add) : add()));
  }

  async renew({ queue, id }: JobPlace): Promise<void> {
    await this.#pool().query(RENEW, [queue, id]);
  }
}

import type { EventEmitter } from 'node:events';
import type { IQueueBackend, PgPool } from 'bullmq';
import type { TransactionClient } from '../../../options/transaction';
import type { Flow } from '../batches/batch-links';
import { checkStored } from '../batches/check-stored';
import { groupBy } from '../group-by';
import { enlisted } from './enlist';

type PgPoolClient = Awaited<ReturnType<PgPool['connect']>>;

/** Jobs one statement stores: of more, the timeout of a query might not suffice. */
const CHUNK = 1000;

/** One row per job that another one waits for. A completed one is there since before a lost reply. */
const LINK = (schema: string) => `
  WITH link AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS l(queue text, id text, parent_queue text, parent_id text)
  ), joined AS (
    INSERT INTO "${schema}".job_dependency (parent_queue, parent_id, child_queue, child_id, child_key, status)
    SELECT link.parent_queue, link.parent_id, link.queue, link.id, link.queue || ':' || link.id,
           (CASE WHEN job.state = 'completed' THEN 'processed' ELSE 'pending' END)::"${schema}".dep_status
      FROM link JOIN "${schema}".job ON job.queue = link.queue AND job.id = link.id
    ON CONFLICT (parent_queue, parent_id, child_key) DO NOTHING
    RETURNING parent_queue, parent_id, status
  ), counted AS (
    UPDATE "${schema}".job SET pending_deps = pending_deps + added.count
      FROM (SELECT parent_queue, parent_id, count(*)::integer AS count
              FROM joined WHERE status = 'pending' GROUP BY parent_queue, parent_id) AS added
     WHERE job.queue = added.parent_queue AND job.id = added.parent_id
  )
  UPDATE "${schema}".job
     SET parent_queue = link.parent_queue, parent_id = link.parent_id,
         parent_key = link.parent_queue || ':' || link.parent_id
    FROM link WHERE job.queue = link.queue AND job.id = link.id`;

const RELEASE = (schema: string) => `
  SELECT "${schema}".move_parent_to_wait(job.queue, job.id, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
    FROM jsonb_to_recordset($1::jsonb) AS l(queue text, id text)
    JOIN "${schema}".job ON job.queue = l.queue AND job.id = l.id AND job.pending_deps = 0`;

/**
 * Stores a flow of many jobs. BullMQ's own function updates the row of the parent once for each of them, and
 * each update looks through those before it: ten thousand take it half a minute. Here BullMQ stores those that wait
 * for others as a flow and the rest as it stores any bulk, and they are joined a thousand at a time.
 */
export async function storeLargeFlow(
  flow: Flow,
  backend: IQueueBackend,
  { client, schema }: { readonly client: TransactionClient; readonly schema: string },
): Promise<void> {
  const parents = flow.filter(({ parentKeyOpts }) => parentKeyOpts.addToWaitingChildren);
  const leaves = flow.filter(({ parentKeyOpts }) => !parentKeyOpts.addToWaitingChildren);
  await enlisted(client, async () => {
    checkStored(await backend.addFlow([...parents]));
    for (const [queue, group] of groupBy(leaves, ({ queueName }) => queueName))
      for (const chunk of chunksOf(group)) await backend.forQueue(queue).addJobs(chunk.map(alone));
  });
  const places = leaves.map(({ queueName, jobId, jobData: { parent } }) => ({
    ...{ queue: queueName, id: jobId },
    ...{ parent_queue: parent?.queueKey, parent_id: parent?.id },
  }));
  for (const chunk of chunksOf(places)) await client.query(LINK(schema), [JSON.stringify(chunk)]);
  const heads = parents.map(({ queueName, jobId }) => ({ queue: queueName, id: jobId }));
  await client.query(RELEASE(schema), [JSON.stringify(heads)]);
}

/** A transaction of its own. */
export async function inTransaction(
  pool: PgPool,
  body: (client: TransactionClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  const release = releaseOf(client);
  try {
    await client.query('BEGIN');
    await body(client);
    await client.query('COMMIT');
    release();
  } catch (error) {
    // The end of the connection takes back what was done, whatever state it is in.
    release(true);
    throw error;
  }
}

/** A connection that breaks is told of by the query, too; an event that nobody hears ends the process. */
function releaseOf(client: PgPoolClient): (destroy?: boolean) => void {
  const hear = () => {};
  client.on('error', hear);
  return (destroy) => {
    (client as unknown as EventEmitter).removeListener('error', hear);
    client.release(destroy);
  };
}

function alone({ jobData, jobId }: Flow[number]) {
  const { parent: _, parentKey: __, ...job } = jobData;
  return { job, jobId };
}

function chunksOf<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

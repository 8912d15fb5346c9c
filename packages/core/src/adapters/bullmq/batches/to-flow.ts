import type { JobJson } from 'bullmq';
import type { WhenFailed } from '../../../options/when-failed';
import type { StoredJob } from '../../stored-job';
import type { AnyQueue } from '../any-queue';
import { toBullJob } from '../to-bullmq-job';
import type { Flow } from './batch-links';
import { parentKeyOf, toChild } from './to-child';

/** A job of a tree, and which other one waits for it. */
interface Node {
  readonly queue: string;
  readonly job: JobJson;
  readonly waits: boolean;
  readonly parent?: Node;
  readonly whenFailed?: WhenFailed;
}

/** A job and all that it waits for, each before those that it waits for; copies. */
export function toNodes(
  stored: StoredJob,
  relation?: Pick<Node, 'parent' | 'whenFailed'>,
): readonly Node[] {
  const { queue, after } = stored;
  const node: Node = { queue, job: toBullJob(stored), waits: after !== undefined, ...relation };
  if (!after) return [node];
  const { jobs, whenFailed } = after;
  return [node, ...jobs.flatMap((each) => toNodes(each, { parent: node, whenFailed }))];
}

/** What BullMQ stores in one transaction. */
export function toFlow(nodes: readonly Node[], queues: ReadonlyMap<string, AnyQueue>): Flow {
  return nodes.map(({ queue, job, waits, parent, whenFailed = 'wait' }) => {
    const { prefix = '' } = queues.get(queue)?.opts ?? {};
    const entry = { jobId: job.id, prefix, queueName: queue };
    const relation = parent && {
      ...{ id: parent.job.id, whenFailed },
      queueKey: queues.get(parent.queue)?.qualifiedName ?? '',
    };
    if (!relation)
      return { ...entry, jobData: job, parentKeyOpts: { addToWaitingChildren: waits } };
    const parentKeyOpts = { ...parentKeyOf(relation), addToWaitingChildren: waits };
    return { ...entry, jobData: toChild(job, relation), parentKeyOpts };
  });
}

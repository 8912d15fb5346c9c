import type { Application } from '@drover/core';
import type { FlowProducer, Job, JobNode } from 'bullmq';
import { showProgress, showTexts } from './shown-job';

/** Of a job that the tree has not, and whose secrets are therefore not known. */
const HIDDEN = '[HIDDEN]';

/** What bull-board reads the tree of a batch from, with jobs that have lost what is for nobody. */
export function shownFlows(producer: FlowProducer, application: Application): FlowProducer {
  const getFlow: FlowProducer['getFlow'] = async (options) => {
    // Undefined where the job is gone, whatever the type says.
    const root: JobNode | undefined = await producer.getFlow(options);
    return root && shownNode(root, application);
  };
  return Object.create(producer, { getFlow: { value: getFlow } }) as FlowProducer;
}

/** bull-board looks in the options of a job for the one that waits for it; BullMQ keeps that elsewhere, too. */
export function optionsWithParent({ opts, parent }: Job): Job['opts'] {
  if (parent?.id === undefined) return opts;
  return { ...opts, parent: { id: parent.id, queue: parent.queueKey } };
}

function shownNode({ job, children }: JobNode, application: Application): JobNode {
  const shown = Object.create(job, {
    progress: { value: showProgress(job, application) },
    getIgnoredChildrenFailures: { value: () => shownFailures(job, children, application) },
  }) as Job;
  // A child that is no longer kept has a node without a job.
  const kept = children?.filter((node) => node?.job);
  return {
    job: shown,
    ...(kept && { children: kept.map((node) => shownNode(node, application)) }),
  };
}

async function shownFailures(
  job: Job,
  children: readonly JobNode[] = [],
  application: Application,
): Promise<Record<string, string>> {
  const failures = await job.getIgnoredChildrenFailures();
  const known = new Map(children.map((node) => [keyOf(node.job), node.job]));
  return Object.fromEntries(
    Object.entries(failures).map(([key, text]) => {
      const child = known.get(key);
      return [key, child ? showTexts(text, child, application) : HIDDEN];
    }),
  );
}

function keyOf({ queueQualifiedName, id }: Job): string {
  return `${queueQualifiedName}:${id}`;
}

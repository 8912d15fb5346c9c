import type { IQueueBackend, Job as BullJob, JobJson } from 'bullmq';
import type { WhenFailed } from '../../../options/when-failed';

type ParentKeys = NonNullable<Parameters<IQueueBackend['addJob']>[2]>;

/** The job that waits for another one. */
export interface Relation {
  readonly id: string;
  /** Its queue, as BullMQ's scripts know it. */
  readonly queueKey: string;
  readonly whenFailed: WhenFailed;
}

/** The form of a job that another one waits for: Redis reads of it `parent`, PostgreSQL the option. */
export function toChild(job: JobJson, { id, queueKey, whenFailed }: Relation): JobJson {
  if (whenFailed === 'wait')
    return { ...job, parentKey: `${queueKey}:${id}`, parent: { id, queueKey } };
  return {
    ...job,
    opts: { ...job.opts, ignoreDependencyOnFailure: true },
    parentKey: `${queueKey}:${id}`,
    parent: { id, queueKey, idof: true },
  };
}

export function parentKeyOf({ id, queueKey }: Relation): ParentKeys {
  const parentKey = `${queueKey}:${id}`;
  return { parentKey, parentDependenciesKey: `${parentKey}:dependencies` };
}

/** Which job waits for one that BullMQ has; undefined: none. */
export function relationOf({ parent, opts }: BullJob): Relation | undefined {
  if (parent?.id === undefined) return undefined;
  const whenFailed = opts.ignoreDependencyOnFailure ? 'run' : 'wait';
  return { id: parent.id, queueKey: parent.queueKey, whenFailed };
}

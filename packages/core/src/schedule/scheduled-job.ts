import type { StoredEntry } from '../adapters/schedule-store';
import type { Job, JobClass } from '../job/job';
import { STATE } from '../job/job-state';
import { standIn } from '../job/stand-in';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { entryOwner } from './sealed-entry';

/** A job of an entry, on its way to be enqueued. @throws DeserializationError, RecordNotFoundError */
export async function scheduledJob(
  jobClass: JobClass,
  { name, definition }: StoredEntry,
  { time, serializer }: { readonly time: number; readonly serializer: ArgumentSerializer },
): Promise<Job> {
  const { args, queue, dateAsArgument } = definition;
  const decoded = await serializer.deserialize(args, entryOwner(name, definition.job));
  const job = standIn(jobClass);
  job[STATE].args = Object.freeze([...decoded, ...(dateAsArgument ? [time / 1000] : [])]);
  return queue === undefined ? job : job.set({ queue });
}

/** The id of the job of a tick: whoever enqueues it, it is stored once. `daily_reports@20260131T060000Z`. */
export function tickId({ name }: StoredEntry, tick: number): string {
  const time = new Date(tick).toISOString().replaceAll(/[-:]|\.000/g, '');
  return `${encodeURIComponent(name)}@${time}`;
}

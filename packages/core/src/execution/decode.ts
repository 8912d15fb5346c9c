import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { ownerOf } from '../job/sealed-data';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { restoreContextsOf } from './restore';

/**
 * The arguments of a job, decoded once. Inside the reach of its rules, so that a vanished record is an
 * error like any other.
 */
export function decode(
  job: Job,
  serializer: ArgumentSerializer,
): readonly unknown[] | Promise<readonly unknown[]> {
  const state = job[STATE];
  if (state.args) return state.args;
  const decoded = serializer.deserialize(state.data?.args ?? [], ownerOf(job));
  if (decoded instanceof Promise) return decoded.then((args) => (state.args = args));
  return (state.args = decoded);
}

/** For handlers of a job that did not run here. What cannot be decoded they do not see. */
export async function decodeForHandlers(job: Job, serializer: ArgumentSerializer): Promise<void> {
  try {
    await restoreContextsOf(job, serializer);
    await decode(job, serializer);
  } catch {}
}

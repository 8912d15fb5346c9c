import { restoreAttributes } from '../job/carried-attributes';
import { restoreContexts } from '../job/carried-context';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { ownerOf } from '../job/sealed-data';
import { restoreSteps } from '../job/steps/steps-of';
import { nextData } from '../job/stored-form';
import { attributesOf } from '../options/attributes';
import type { ArgumentSerializer } from '../serialization/argument-serializer';

/**
 * Puts what a stored job carries beside its arguments in its place. Attributes first: an error in what
 * comes after must not lose them. Undefined, and no promise, when it carries nothing.
 */
export function restore(job: Job, serializer: ArgumentSerializer): Promise<void> | undefined {
  const { data, delivery } = job[STATE];
  const { attributes, context, steps } = data ?? {};
  if (delivery && attributesOf(job).length > 0)
    delivery.handBackData = () => nextData(job, { serializer });
  return attributes || context || steps ? restoreAll(job, serializer) : undefined;
}

/** The contexts alone, for handlers of a job that ran elsewhere. */
export async function restoreContextsOf(job: Job, serializer: ArgumentSerializer): Promise<void> {
  const { context } = job[STATE].data ?? {};
  if (context) await restoreContexts(context, serializer, ownerOf(job));
}

async function restoreAll(job: Job, serializer: ArgumentSerializer): Promise<void> {
  const { attributes, steps } = job[STATE].data ?? {};
  if (attributes) await restoreAttributes(job, attributes, serializer, ownerOf(job));
  job[STATE].restored = true;
  await restoreContextsOf(job, serializer);
  if (steps) await restoreSteps(job, steps);
}

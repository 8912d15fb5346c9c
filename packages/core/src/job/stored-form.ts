import type { StoredJob } from '../adapters/stored-job';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { JOB_DATA_VERSION, type JobData } from '../serialization/job-data';
import { carriedAttributes } from './carried-attributes';
import { carriedContexts } from './carried-context';
import { STATE, type JobState } from './job-state';
import type { Stateful } from './performable';
import type { Runtime } from './runtime';
import { sealed } from './sealed-data';

/** The stored form of a placed job. */
export function toStoredJob(job: Stateful, runtime: Runtime): StoredJob {
  const state = job[STATE];
  const { name, attempts } = optionsOf(job.constructor as DeclaringClass);
  return {
    id: state.id,
    name,
    queue: state.queue ?? runtime.defaults.queue,
    priority: state.priority ?? runtime.defaults.priority,
    enqueuedAt: state.enqueuedAt ?? runtime.clock.now(),
    data: sealed(job, toJobData(job, runtime), runtime),
    ...(state.scheduledAt !== undefined && { scheduledAt: state.scheduledAt }),
    ...(attempts !== undefined && { attempts }),
  };
}

/** Arguments that were never decoded travel on untouched. */
function toJobData(job: Stateful, { serializer }: Pick<Runtime, 'serializer'>): JobData {
  const state = job[STATE];
  const attributes = carriedAttributes(state.performer ?? job, serializer);
  const context = carriedContexts(state.set, serializer);
  const steps = state.steps?.stored();
  return {
    drover: JOB_DATA_VERSION,
    args: state.data?.args ?? serializer.serialize(state.args ?? []),
    ...(state.executions > 0 && { executions: state.executions }),
    ...(state.failures && state.executions > 0 && { failures: state.failures }),
    ...(state.locale !== undefined && { locale: state.locale }),
    ...(state.timeZone !== undefined && { timeZone: state.timeZone }),
    ...(state.requestId !== undefined && { requestId: state.requestId }),
    ...(attributes && { attributes }),
    ...(context && { context }),
    ...(steps && { steps }),
  };
}

/**
 * What the next run of a job shall find: what this one found, and its attributes and steps as they are
 * now. Of a run that never got to read them, they are what they were.
 */
export function nextData(job: Stateful, parts: Pick<Runtime, 'serializer'>): JobData {
  const { data, restored, steps: run, performer = job } = job[STATE];
  if (!data) return sealed(job, toJobData(job, parts), parts);
  const lost = data.attributes && !restored;
  const attributes = lost ? undefined : carriedAttributes(performer, parts.serializer);
  const steps = run?.stored();
  if (!attributes && !steps) return data;
  const next = { ...data, ...(attributes && { attributes }), ...(steps && { steps }) };
  return sealed(job, next, parts);
}

/** Fills an instance from a stored form. What the form lacks stays as it is on the instance. */
export function fromStoredJob(
  state: JobState,
  stored: Partial<Omit<StoredJob, 'data'>> & Pick<StoredJob, 'data'>,
): void {
  const { data } = stored;
  state.data = data;
  state.args = undefined;
  state.id = stored.id ?? state.id;
  state.queue = stored.queue ?? state.queue;
  state.priority = stored.priority ?? state.priority;
  state.enqueuedAt = stored.enqueuedAt ?? state.enqueuedAt;
  state.scheduledAt = stored.scheduledAt ?? state.scheduledAt;
  state.executions = data.executions ?? 0;
  state.failures = data.failures;
  state.locale = data.locale;
  state.timeZone = data.timeZone;
  state.requestId = data.requestId;
}

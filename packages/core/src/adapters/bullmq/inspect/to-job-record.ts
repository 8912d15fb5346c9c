import type { Job as BullJob } from 'bullmq';
import type { StoredSteps } from '../../../serialization/job-data';
import type { JsonValue } from '../../../support/json';
import type { JobRecord, JobState } from '../../job-directory';
import type { Marker } from '../apply-outcome';
import { fieldsOf } from './to-failed-job';

/** A job of BullMQ and its state there, as Drover tells of it. */
export function toJobRecord(job: BullJob, bullState: string): JobRecord {
  const marker = markerOf(job.returnvalue);
  const state = stateOf(bullState, marker);
  const [stack] = job.stacktrace?.slice(-1) ?? [];
  const { finishedOn } = job;
  const { steps } = fieldsOf(job.data);
  return {
    id: job.id ?? '',
    name: job.name,
    queue: job.queueName,
    state,
    executions: executionsOf(job, state),
    // 0 is what BullMQ says of a job that never said anything.
    ...(job.progress !== 0 && { progress: job.progress as JsonValue }),
    ...(isSteps(steps) && { steps }),
    ...(state === 'completed' && { value: (job.returnvalue ?? null) as JsonValue }),
    ...(state === 'failed' && { error: { message: job.failedReason, ...(stack && { stack }) } }),
    ...(marker?.error !== undefined && { error: { message: marker.error } }),
    enqueuedAt: job.timestamp,
    ...(job.processedOn !== undefined && { startedAt: job.processedOn }),
    ...(isOver({ state }) && finishedOn !== undefined && { finishedAt: finishedOn }),
  };
}

export function isOver({ state }: Pick<JobRecord, 'state'>): boolean {
  return !['waiting', 'delayed', 'active'].includes(state);
}

function stateOf(bullState: string, marker: DiscardMarker | undefined): JobState {
  switch (bullState) {
    case 'completed':
      if (!marker) return 'completed';
      return marker.because === 'cancelled' ? 'cancelled' : 'discarded';
    case 'failed':
    case 'active':
    case 'delayed':
      return bullState;
    default:
      return 'waiting';
  }
}

/** Anyone may have written it. */
function isSteps(value: unknown): value is StoredSteps {
  return Array.isArray(fieldsOf(value)['completed']);
}

/** Runs made before this record was stored are counted in its data. */
function executionsOf(job: BullJob, state: JobState): number {
  const { executions } = fieldsOf(job.data);
  const before = typeof executions === 'number' ? executions : 0;
  return before + job.attemptsMade + (state === 'active' ? 1 : 0);
}

type DiscardMarker = Marker & { readonly because?: string; readonly error?: string };

function markerOf(value: unknown): DiscardMarker | undefined {
  const { $drover } = fieldsOf(value);
  return $drover === undefined ? undefined : (value as DiscardMarker);
}

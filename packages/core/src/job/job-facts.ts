import { priorityFor, queueNameFor } from '../options/queue-name';
import { newState, STATE, type JobState } from './job-state';
import type { Stateful } from './performable';
import { currentRuntime } from './runtime';

/** What is known of a job, wherever it stands. */
export abstract class JobFacts implements Stateful {
  /** @internal */
  readonly [STATE]: JobState = newState();

  get id(): string {
    return this[STATE].id;
  }

  /** The arguments `perform` gets. */
  get arguments(): readonly unknown[] {
    return this[STATE].args ?? [];
  }

  /** The queue the job is on, or would go to. */
  get queueName(): string {
    const { queue, set } = this[STATE];
    return queue ?? queueNameFor(this, set.queue, currentRuntime().defaults);
  }

  /** Smaller runs sooner; 0 is "none" and runs before 1. */
  get priority(): number {
    const { priority, set } = this[STATE];
    return priority ?? priorityFor(this, set.priority, currentRuntime().defaults);
  }

  get scheduledAt(): Date | undefined {
    return toDate(this[STATE].scheduledAt);
  }

  get enqueuedAt(): Date | undefined {
    return toDate(this[STATE].enqueuedAt);
  }

  /** Runs so far, the present one included. A crash or an interruption counts none. */
  get executions(): number {
    return this[STATE].executions;
  }

  get locale(): string | undefined {
    return this[STATE].locale;
  }

  get timeZone(): string | undefined {
    return this[STATE].timeZone;
  }

  /** The request that the job was made in: see `withAmbient`. */
  get requestId(): string | undefined {
    return this[STATE].requestId;
  }

  /** Whether the last enqueue stored the job. */
  get enqueued(): boolean {
    return this[STATE].enqueued;
  }

  get notEnqueuedBecause(): 'duplicate' | 'halted' | 'rolledBack' | undefined {
    return this[STATE].notEnqueuedBecause;
  }

  /** The id of the job that the store kept instead. */
  get duplicateOf(): string | undefined {
    return this[STATE].duplicateOf;
  }

  /** Why the last enqueue of this job failed. */
  get enqueueError(): Error | undefined {
    return this[STATE].enqueueError;
  }
}

function toDate(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}

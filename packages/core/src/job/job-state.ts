import { randomUUID } from 'node:crypto';
import type { Delivery } from '../adapters/delivery';
import type { SetOptions } from '../options/placement';
import type { JobData } from '../serialization/job-data';
import { ambient } from '../support/ambient';
import type { Duration } from '../support/duration';
import type { RunSteps } from './steps/run-steps';

/** Where a job instance keeps what Drover knows of it, out of the way of the user's own fields. */
export const STATE = Symbol.for('drover:state');

export interface JobState {
  id: string;
  /** Decoded arguments; undefined until they are needed. */
  args: readonly unknown[] | undefined;
  /** The stored form this instance came from. */
  data: JobData | undefined;
  /** Options of the call that are not yet applied. */
  set: SetOptions;
  queue: string | undefined;
  priority: number | undefined;
  scheduledAt: number | undefined;
  enqueuedAt: number | undefined;
  executions: number;
  /** Undefined only in a payload that never carried counters. */
  failures: Readonly<Record<string, number>> | undefined;
  locale: string | undefined;
  timeZone: string | undefined;
  requestId: string | undefined;
  enqueued: boolean;
  notEnqueuedBecause: 'duplicate' | 'halted' | 'rolledBack' | undefined;
  duplicateOf: string | undefined;
  enqueueError: Error | undefined;
  delivery: Delivery | undefined;
  /** In place of the delivery's, while a run has a time limit. */
  signal: AbortSignal | undefined;
  /** Whether the attributes of the stored form are in their fields. */
  restored: boolean;
  /** How far the steps of a run are; undefined while it has none. */
  steps: RunSteps | undefined;
  /** Set by `retryJob()` during a run. */
  retry: RetryRequest | undefined;
  /** Whether Drover made the object, to tell of a job: another one may perform it. */
  standsIn: boolean;
  /** What performs, or performed, in its place. */
  performer: object | undefined;
}

/** What `retryJob` may change of the next run. */
export interface RetryRequest {
  readonly wait?: Duration;
  readonly queue?: string;
  readonly priority?: number;
  /**
   * Other arguments for the next run, which takes every step anew. Default: those it was enqueued with.
   */
  readonly args?: readonly unknown[];
}

export function newState(): JobState {
  return {
    id: randomUUID(),
    args: undefined,
    data: undefined,
    set: {},
    queue: undefined,
    priority: undefined,
    scheduledAt: undefined,
    enqueuedAt: undefined,
    executions: 0,
    failures: {},
    locale: undefined,
    timeZone: undefined,
    requestId: undefined,
    enqueued: false,
    notEnqueuedBecause: undefined,
    duplicateOf: undefined,
    enqueueError: undefined,
    delivery: undefined,
    signal: undefined,
    restored: false,
    steps: undefined,
    retry: undefined,
    standsIn: false,
    performer: undefined,
  };
}

/** A job keeps the locale, zone and request it was made in, wherever it is enqueued or run. */
export function takeAmbient(state: JobState): void {
  const { locale, timeZone, requestId } = ambient();
  state.locale = locale;
  state.timeZone = timeZone;
  state.requestId = requestId;
}

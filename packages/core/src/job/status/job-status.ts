import type { JobRecord } from '../../adapters/job-directory';
import type { StoredSteps } from '../../serialization/job-data';

/** How far a job is in its steps. */
export interface StepsStatus {
  /** The names of those that are done. */
  readonly completed: readonly string[];
  /** The one under way, or in which the last run ended. */
  readonly current: { readonly name: string; readonly cursor: unknown } | undefined;
}

/** What is known of a job in whatever state. */
interface Known {
  readonly id: string;
  /** The wire name of its class. */
  readonly name: string;
  readonly queue: string;
  /** Runs it has had, one that is under way included. */
  readonly executions: number;
  /** What its run said last; undefined when none said anything. */
  readonly progress: unknown;
  /** How far it is in its steps, as far as that is stored: while it runs, a second ago. */
  readonly steps: StepsStatus | undefined;
  /** How many jobs it still waits for; undefined when it waits for none. */
  readonly waitsFor: number | undefined;
  readonly enqueuedAt: Date;
  /** When its last run started. */
  readonly startedAt: Date | undefined;
}

interface Over extends Known {
  readonly finishedAt: Date | undefined;
}

/** Where a job stands. `state` tells what else there is. */
export type JobStatus<Result = unknown> =
  /** 'delayed': scheduled, or waiting for a retry or the end of a snooze. */
  | (Known & { readonly state: 'waiting' | 'delayed' | 'active' })
  | (Over & { readonly state: 'completed'; readonly result: Result })
  | (Over & {
      readonly state: 'failed';
      readonly error: { readonly message: string; readonly stack?: string };
    })
  /** A rule gave it up, or a callback halted it: then without an error. */
  | (Over & {
      readonly state: 'discarded';
      readonly error: { readonly message: string } | undefined;
    })
  | (Over & { readonly state: 'cancelled' })
  /** The store has no such job: it never had, it was removed, or it is over for longer than it is kept. */
  | { readonly state: 'unknown'; readonly id: string };

/** @param decoded - what the record has encoded */
export function toJobStatus(
  record: JobRecord,
  decoded: { readonly progress: unknown; readonly value: unknown; readonly cursor: unknown },
): JobStatus {
  const { id, name, queue, executions, state, error, waitsFor } = record;
  const { progress, value, cursor } = decoded;
  const steps = record.steps && toStepsStatus(record.steps, cursor);
  const times = { enqueuedAt: new Date(record.enqueuedAt), startedAt: toDate(record.startedAt) };
  const known = { id, name, queue, executions, progress, steps, waitsFor, ...times };
  const over = { ...known, finishedAt: toDate(record.finishedAt) };
  switch (state) {
    case 'completed':
      return { ...over, state, result: value };
    case 'failed':
      return { ...over, state, error: error ?? { message: '' } };
    case 'discarded':
      return { ...over, state, error };
    case 'cancelled':
      return { ...over, state };
    default:
      return { ...known, state };
  }
}

function toStepsStatus({ completed, current }: StoredSteps, cursor: unknown): StepsStatus {
  return { completed, current: current && { name: current.name, cursor } };
}

function toDate(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}

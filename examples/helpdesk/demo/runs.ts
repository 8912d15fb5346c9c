import type { Application, JobSummary } from '@drover/core';

/** How one run of a job ended. */
export type Ending =
  | { readonly kind: 'performed' }
  | { readonly kind: 'retried'; readonly wait: number; readonly error: Error | undefined }
  | { readonly kind: 'discarded'; readonly error: Error | undefined }
  | { readonly kind: 'failed'; readonly error: Error };

export interface Run {
  readonly job: JobSummary;
  /** Milliseconds. */
  readonly duration: number;
  readonly ending: Ending;
}

/** What a rule decided is told before the run ends: this tells both at once. */
export function onRun({ events }: Application, listener: (run: Run) => void): void {
  const decided = new Map<string, Ending>();
  events.on('retryScheduled', ({ job, wait, error }) => {
    decided.set(job.id, { kind: 'retried', wait, error });
  });
  events.on('retryStopped', ({ job, error }) => decided.set(job.id, { kind: 'discarded', error }));
  events.on('discarded', ({ job, error }) => decided.set(job.id, { kind: 'discarded', error }));

  events.on('performed', ({ job, duration, error, halted }) => {
    const ending = decided.get(job.id) ?? (halted ? HALTED : PERFORMED);
    decided.delete(job.id);
    listener({ job, duration, ending: error ? { kind: 'failed', error } : ending });
  });
}

/** Every job that went into the store, alone or with others. */
export function onEnqueued({ events }: Application, listener: (job: JobSummary) => void): void {
  events.on('enqueued', ({ job, error, halted, duplicateOf }) => {
    if (!error && !halted && duplicateOf === undefined) listener(job);
  });
  events.on('bulkEnqueued', ({ jobs }) => jobs.forEach((job) => listener(job)));
}

const PERFORMED: Ending = { kind: 'performed' };
const HALTED: Ending = { kind: 'discarded', error: undefined };

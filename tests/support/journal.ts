import { appendFileSync, readFileSync } from 'node:fs';
import { currentApplication, type Application, type Job } from '@drover/core';

/** One line of what the processes of a test did. */
export interface Entry {
  readonly kind: string;
  /** Milliseconds since the epoch, on the clock of the application. */
  readonly at: number;
  readonly pid: number;
  readonly jobId?: string;
  readonly [what: string]: unknown;
}

/** Appended to one file by all processes: a short line is written whole or not at all. */
export function note(kind: string, what: object = {}): void {
  const entry = { kind, at: currentApplication().clock.now(), pid: process.pid, ...what };
  appendFileSync(journalFile(), `${JSON.stringify(entry)}\n`);
}

/** A perform started. */
export function noteRun(job: Job, what: object = {}): void {
  const { id: jobId, executions, queueName: queue } = job;
  note('perform', { jobId, name: job.constructor.name, executions, queue, ...what });
}

/** What the application announces of its runs. */
export function noteEvents({ events }: Application): void {
  events.on('retryScheduled', ({ job, wait }) => note('retryScheduled', { jobId: job.id, wait }));
  events.on('performed', ({ job, error }) => {
    note('performed', { jobId: job.id, ...(error && { error: error.message }) });
  });
}

/** What was noted with these values, oldest first. */
export function entries(kind: string, values: Partial<Entry> = {}): readonly Entry[] {
  const wanted = Object.entries({ ...values, kind });
  return journal().filter((entry) => wanted.every(([key, value]) => entry[key] === value));
}

/** Everything that was noted, oldest first. */
export function journal(): readonly Entry[] {
  const lines = readFileSync(journalFile(), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Entry);
}

function journalFile(): string {
  const file = process.env['TEST_JOURNAL'];
  if (!file) throw new TypeError('TEST_JOURNAL is not set');
  return file;
}

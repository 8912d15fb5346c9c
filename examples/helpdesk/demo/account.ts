import { styleText } from 'node:util';
import type { Application, JobSummary, JsonValue } from '@drover/core';
import { speed } from '../app/time';
import { onEnqueued, onRun, type Run } from './runs';

const COLOURS = {
  enqueued: 'gray',
  performed: 'green',
  retried: 'yellow',
  discarded: 'magenta',
  failed: 'red',
} as const;

/** Tells on the standard output what happens, as it happens. */
export function giveAccount(application: Application): void {
  const startedAt = Date.now();
  const line = (what: keyof typeof COLOURS, job: JobSummary, rest: string): void => {
    const time = seconds(Date.now() - startedAt).padStart(8);
    const verb = styleText(COLOURS[what], what.padEnd(9));
    console.log(`${time}  ${verb}  ${job.name.padEnd(25)}  ${job.id.slice(0, 8)}  ${rest}`);
  };

  application.events.on('storeChosen', ({ adapter, why }) =>
    console.log(`Store: ${adapter}, ${why}\n`),
  );
  application.events.on('storeWarning', ({ message }) => console.log(message));
  application.events.on('storeError', ({ error }) =>
    console.log(`The store reports: ${error.message}`),
  );
  onEnqueued(application, (job) => line('enqueued', job, placement(job)));
  onRun(application, (run) => line(run.ending.kind, run.job, `${detail(run)}${runNumber(run)}`));
}

function placement({ queue, args = [], enqueuedAt, scheduledAt }: JobSummary): string {
  const due =
    scheduledAt === undefined ? '' : `, due in ${seconds(scheduledAt - (enqueuedAt ?? 0))}`;
  return `on ${queue}${due} (${args.map(inShort).join(', ')})`;
}

function detail({ duration, ending }: Run): string {
  if (ending.kind === 'performed') return `in ${duration} ms`;
  if (ending.kind === 'retried') return `in ${wait(ending.wait)}${because(ending)}`;
  return because(ending).trimStart();
}

function runNumber({ job }: Run): string {
  return job.executions > 1 ? ` [run ${job.executions}]` : '';
}

function because({ error }: { error: Error | undefined }): string {
  return error ? ` because ${error.name}: ${error.message}` : '';
}

/** A retry's wait, and what it is when time does not run faster. */
function wait(milliseconds: number): string {
  const real =
    speed === 1 ? '' : ` (${Math.round((milliseconds * speed) / 1000)} s at normal speed)`;
  return `${seconds(milliseconds)}${real}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function inShort(argument: JsonValue): string {
  if (Array.isArray(argument)) return `[${argument.length} of them]`;
  return typeof argument === 'object' && argument !== null ? '{…}' : JSON.stringify(argument);
}

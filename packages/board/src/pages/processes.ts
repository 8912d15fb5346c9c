import {
  currentApplication,
  durationInWords,
  UnknownProcessError,
  type ProcessRecord,
} from '@drover/core';
import type { Request } from 'express';
import { BoardError } from '../errors/board-error';
import { field } from './form';
import { html, type Html } from './html';
import { table, type View } from './view';

const HEADINGS = [
  'Host',
  'Pid',
  'Busy',
  'Queues',
  'Memory',
  'Up for',
  'Seen',
  'State',
  'Drover',
  '',
];

export async function listProcesses(view: View): Promise<void> {
  const processes = await currentApplication().operations.processes();
  const running = processes.flatMap(({ hostname, pid, running: jobs }) =>
    jobs.map((job) => ({ ...job, place: `${hostname} ${pid}` })),
  );
  view.show(
    'Processes',
    html`${table(
        HEADINGS,
        processes.map((each) => rowOf(each, view)),
        'No worker process. Start one: drover work',
      )}
      <h2>Running now</h2>
      ${table(
        ['Job', 'For', 'Queue', 'Process', 'Id'],
        running.map(({ id, name, queue, since, place }) => [
          ...[name, durationInWords(view.now - since), queue, place],
          view.jobLink(queue, id),
        ]),
        'Nothing.',
      )}`,
  );
}

export async function commandProcess(view: View, request: Request): Promise<void> {
  const { command } = request.params;
  if (command !== 'quiet' && command !== 'stop')
    throw new BoardError(404, 'There is no such action.');
  try {
    await currentApplication().operations.commandProcess(field(request, 'id'), command);
  } catch (error) {
    if (error instanceof UnknownProcessError) throw new BoardError(404, GONE);
    throw error;
  }
  view.goTo('/processes', { did: command });
}

const GONE = 'There is no such worker process: it has ended.';

function rowOf(each: ProcessRecord, view: View): (Html | string | number)[] {
  const { hostname, pid, busy, concurrency, queues, rss, startedAt, beatAt } = each;
  return [
    ...[hostname, String(pid), `${busy} of ${concurrency}`],
    queues.map(({ name, weight }) => (weight ? `${name} (${weight})` : name)).join(', '),
    ...[`${Math.round(rss / 1_048_576)} MiB`, durationInWords(view.now - startedAt)],
    view.time(beatAt),
    stateOf(each),
    each.version,
    html`<div class="actions">${buttonsOf(each, view)}</div>`,
  ];
}

function stateOf({ quiet, supervised, commanded }: ProcessRecord): Html {
  const told = commanded && `told to ${commanded === 'stop' && supervised ? 'restart' : commanded}`;
  return html`<span class="${quiet ? 'soft' : 'good'}">${quiet ? 'quiet' : 'working'}</span>
    ${told !== undefined && html`<br /><span class="soft">${told}</span>`}`;
}

function buttonsOf({ id, quiet, supervised, commanded }: ProcessRecord, view: View): Html {
  const mayBeQuiet = !quiet && commanded === undefined;
  return html`${mayBeQuiet && view.button('/processes/quiet', 'Quiet', { id })}
  ${commanded !== 'stop' && view.button('/processes/stop', supervised ? 'Restart' : 'Stop', { id })}`;
}
